import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { calendar, headOf } from '../../org/index.ts';
import type { Suspect } from '../tables.ts';
import type { FailureRecord } from './failure-list-views.ts';
import type { Suspicion } from './suspicion-rules.ts';

type View = OutputOf<OperationOf<'release.getFailure'>>;
type Owner = View['owners'][number];
type PersonLink = NonNullable<Owner['person']>;

/** The people who wrote commits, as the organisation knows them: by e-mail, else by a name that one has. */
export async function peopleBehind(
  context: ReadContext,
  suspects: readonly Suspect[],
): Promise<Map<string, PersonLink>> {
  if (suspects.length === 0) return new Map();
  const emails = suspects.flatMap(({ facts }) => facts?.email ?? []);
  const names = suspects.map(({ author }) => author);
  const { rows } = await sql<{ id: Id<'person'>; title: string; email: string | null }>`
    select entity.id, entity.title, person.email
    from person join entity on entity.id = person.id and ${visible(context.actor)}
    where person.email = any(${emails}::text[]) or entity.title = any(${names}::text[])
  `.execute(context.db);
  const byEmail = new Map(rows.flatMap((row) => (row.email ? [[row.email, row] as const] : [])));
  const byName = Map.groupBy(rows, ({ title }) => title);
  return new Map(
    suspects.flatMap((suspect): [string, PersonLink][] => {
      const named = byName.get(suspect.author) ?? [];
      const found =
        byEmail.get(suspect.facts?.email ?? '') ?? (named.length === 1 ? named[0] : undefined);
      return found
        ? [[suspect.sha, { ref: toReference('person', found.id), title: found.title }]]
        : [];
    }),
  );
}

const mostAuthors = 3;

/** Whom to ask about a failure: who has it, who owns where it is, who wrote what is most suspicious. */
export async function ownersOf(
  context: ReadContext,
  failure: Pick<
    FailureRecord,
    | 'assignee_id'
    | 'assignee_title'
    | 'owner_unit_id'
    | 'owner_unit_title'
    | 'repository_title'
    | 'environment_id'
    | 'environment_title'
  >,
  ranked: readonly Suspicion[],
  people: ReadonlyMap<string, PersonLink>,
): Promise<Owner[]> {
  const owners: Owner[] = [];
  const { assignee_id: assignee, assignee_title: assigneeTitle } = failure;
  if (assignee && assigneeTitle !== null) {
    const person = { ref: toReference('person', assignee), title: assigneeTitle };
    owners.push({ person, unit: null, says: 'has it' });
  }
  const units = [
    {
      id: failure.owner_unit_id,
      title: failure.owner_unit_title,
      says: `owns ${failure.repository_title}`,
    },
    ...(await environmentOwner(context, failure)),
  ];
  for (const { id, title, says } of units) {
    if (id === null || title === null) continue;
    owners.push({
      person: await headToday(context, id),
      unit: { ref: toReference('unit', id), title },
      says,
    });
  }
  const authors = new Map<string, Owner>();
  for (const { sha } of ranked) {
    const person = people.get(sha);
    if (!person || authors.has(person.ref) || authors.size === mostAuthors) continue;
    authors.set(person.ref, { person, unit: null, says: `wrote ${sha.slice(0, 8)}` });
  }
  return [...owners, ...authors.values()];
}

async function environmentOwner(
  context: ReadContext,
  failure: Pick<FailureRecord, 'environment_id' | 'environment_title' | 'owner_unit_id'>,
) {
  if (failure.environment_id === null) return [];
  const { rows } = await sql<{ id: Id<'unit'>; title: string }>`
    select owner.id, owner.title from entity join entity owner on owner.id = entity.owner_unit_id
    where entity.id = ${failure.environment_id} and ${visible(context.actor, 'owner')}
  `.execute(context.db);
  return rows
    .filter(({ id }) => id !== failure.owner_unit_id)
    .map((row) => ({ ...row, says: `owns ${failure.environment_title ?? 'the environment'}` }));
}

async function headToday(context: ReadContext, unit: Id<'unit'>): Promise<PersonLink | null> {
  const { timeZone } = await calendar(context.db);
  const today = context.now.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const person = (await headOf(context.db, unit, today))?.person;
  return person ? { ref: person.ref, title: person.name } : null;
}
