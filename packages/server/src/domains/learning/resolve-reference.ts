import {
  entityKinds,
  parseReference,
  type EntityKind,
  type EntitySummary,
  type Id,
} from '@throughline/contract';
import type { ReadContext } from '../../platform/context.ts';
import { loadSummaries } from '../../platform/entities/entity.ts';
import { entityByKey } from '../../platform/import/keys.ts';
import type { Insights } from '../../platform/insights/insight.ts';
import { DomainError } from '../../platform/problem.ts';
import { readSetting } from '../../platform/settings.ts';
import { spokenDay } from '../../platform/spoken-day.ts';
import { headOf, unitByKey } from '../org/index.ts';
import type { LiveReference, Resolved } from './markdown-tree.ts';
import { readTools } from './tools.ts';

/** What looking things up needs of the program. */
export interface LookUp {
  /** Asks any domain's insight: `rhythm.next-review` knows what this domain may not import. */
  readonly runInsight: Insights['run'];
  /** The organisation's time zone. */
  readonly timeZone: () => Promise<string>;
}

/** A live reference, looked up: what it shows and which entity it leads to. */
export interface Found extends Resolved {
  readonly entity: EntitySummary | null;
}

/** A page of the application about an entity. */
function pageOf(entity: EntitySummary): string {
  return `/${entityKinds[entity.kind].plural}/${entity.ref}`;
}

const imported: Readonly<Record<string, readonly [EntityKind, string]>> = {
  cycle: ['cycle', 'cycles.yaml'],
  program: ['program', 'programs.yaml'],
};

async function summary(
  { db, actor }: ReadContext,
  id: Id | undefined,
): Promise<EntitySummary | null> {
  return id ? ((await loadSummaries(db, actor, [id])).get(id) ?? null) : null;
}

async function importedEntity(
  context: ReadContext,
  kind: EntityKind,
  file: string,
  key: string,
): Promise<EntitySummary | null> {
  const organisation = await readSetting(context.db, 'organisation_key');
  const system = `import:${String(organisation)}`;
  return summary(context, await entityByKey({ tx: context.db, system }, kind, file, key));
}

/** The next reviews of a cycle for the reader, soonest first: their dates, and the first of them. */
export async function nextReviews(
  context: ReadContext,
  { runInsight }: LookUp,
  cycle: string,
): Promise<{ dates: string[]; review: EntitySummary | null }> {
  try {
    const { rows, figures } = await runInsight(context, 'rhythm.next-review', { cycle });
    return {
      dates: rows.flatMap(({ date }) => (typeof date === 'string' ? [date] : [])),
      review: figures[0]?.records[0] ?? null,
    };
  } catch (error) {
    if (error instanceof DomainError && error.code === 'insight.unknown') {
      return { dates: [], review: null };
    }
    throw error;
  }
}

/** Today in the organisation's zone. */
export async function todayOf({ now }: ReadContext, { timeZone }: LookUp): Promise<string> {
  return now
    .toZonedDateTimeISO(await timeZone())
    .toPlainDate()
    .toString();
}

async function lookUp(
  context: ReadContext,
  deps: LookUp,
  { kind, key }: LiveReference,
): Promise<Found> {
  const inWords = key.replaceAll('-', ' ');
  const leadingTo = (entity: EntitySummary | null, text = entity?.title ?? inWords): Found => ({
    text,
    href: entity && pageOf(entity),
    entity,
  });
  switch (kind) {
    case 'unit':
      return leadingTo(await summary(context, await unitByKey(context.db, key)));
    case 'head': {
      const id = await unitByKey(context.db, key);
      const holder = id && (await headOf(context.db, id, await todayOf(context, deps)));
      const person = holder?.person ? parseReference(holder.person.ref)?.id : undefined;
      if (person) return leadingTo(await summary(context, person));
      return leadingTo(await summary(context, id), 'vacant');
    }
    case 'next': {
      const { dates, review } = await nextReviews(context, deps, key);
      const [date] = dates;
      return date === undefined
        ? leadingTo(null, 'not scheduled')
        : leadingTo(review, spokenDay(Temporal.PlainDate.from(date)));
    }
    case 'tool': {
      const tools = await readTools(context.db);
      return leadingTo(null, tools.find((tool) => tool.key === key)?.name ?? inWords);
    }
    default: {
      const known = imported[kind];
      return leadingTo(known ? await importedEntity(context, ...known, key) : null);
    }
  }
}

/** Looks up live references as the reader sees them, each once. */
export async function resolveReferences(
  context: ReadContext,
  deps: LookUp,
  references: readonly LiveReference[],
): Promise<(kind: string, key: string) => Found> {
  const found = new Map<string, Found>();
  for (const one of references) {
    const place = `${one.kind}:${one.key}`;
    if (!found.has(place)) found.set(place, await lookUp(context, deps, one));
  }
  return (kind, key) => found.get(`${kind}:${key}`) ?? { text: key, href: null, entity: null };
}
