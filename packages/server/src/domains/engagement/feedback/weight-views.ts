import type { Id, OperationOf, OutputOf } from '@throughline/contract';
import { parseReference } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound, summaryOf } from '../../../platform/entities/entity.ts';
import { linkedEntities } from '../../../platform/entities/linked-views.ts';
import { daysBetween } from '../rules.ts';
import type { EngagementTables, Segment } from '../tables.ts';

type Weighed = OutputOf<OperationOf<'engagement.proposeAgenda'>>['items'][number];

/**
 * Unresolved feedback, weightiest first: by the annual value of the distinct accounts behind it and
 * its duplicates, then by their number, then by voices, then by age. Accounts that the actor may not
 * see weigh nothing, so that no figure tells of them.
 */
export async function weighUnresolved(
  context: ReadContext,
  query: { segment?: Segment | null | undefined; limit: number },
): Promise<(Weighed & { segment: Segment | null })[]> {
  const { rows } = await sql<{
    id: string;
    title: string;
    state: string;
    segment: Segment | null;
    received_at: Date;
    voices: string;
    accounts: string;
    value: string;
  }>`
    select feedback.id, entity.title, entity.state, feedback.segment, feedback.received_at,
      (select count(*) from feedback voice
        where voice.id = feedback.id or voice.merged_into_id = feedback.id) as voices,
      behind.accounts, behind.value
    from feedback join entity on entity.id = feedback.id and ${visible(context.actor)}
    cross join lateral (
      select count(*) as accounts, coalesce(sum(annual_value), 0) as value from (
        select distinct account.id, account.annual_value
        from feedback voice
        join link on link.from_id = voice.id and link.relation = 'given_by' and link.until is null
        join account on account.id = link.to_id
        join entity giver on giver.id = account.id and ${visible(context.actor, 'giver')}
        where voice.id = feedback.id or voice.merged_into_id = feedback.id
      ) distinct_accounts
    ) behind
    where feedback.merged_into_id is null and entity.state in ('new', 'triaged')
      ${query.segment ? sql`and feedback.segment = ${query.segment}` : sql``}
    order by behind.value desc, behind.accounts desc, voices desc, feedback.received_at, feedback.id
    limit ${query.limit}
  `.execute(context.db);
  const subjects = await linkedEntities(
    context,
    rows.map(({ id }) => id),
    'about',
    'from',
  );
  return rows.map((row) => ({
    feedback: summaryOf({ ...row, kind: 'feedback' }),
    about: (subjects.get(row.id) ?? []).map(({ entity }) => entity),
    voices: Number(row.voices),
    accounts: Number(row.accounts),
    annualValue: Number(row.value),
    ageDays: daysBetween(row.received_at, context.now),
    segment: row.segment,
  }));
}

/** What a meeting of a program could be about: its segment's weightiest unresolved feedback. */
export async function agendaProposal(
  context: ReadContext,
  id: Id<'program'>,
  limit: number,
): Promise<{ items: Weighed[] }> {
  const program = await context.db
    .$extendTables<EngagementTables>()
    .selectFrom('program')
    .innerJoin('entity', 'entity.id', 'program.id')
    .select('program.segment')
    .where('program.id', '=', id)
    .where(visible(context.actor))
    .executeTakeFirst();
  if (!program) throw notFound('program');
  const items = await weighUnresolved(context, { segment: program.segment, limit });
  return { items };
}

/** The accounts behind feedback that the actor may see, by the feedback's reference. */
export async function accountsBehind(
  context: ReadContext,
  refs: readonly string[],
): Promise<Map<string, string>> {
  const ids = refs.flatMap((ref) => parseReference(ref)?.id ?? []);
  const given = await linkedEntities(context, ids, 'given_by', 'from');
  return new Map(
    refs.map((ref) => {
      const givers = given.get(parseReference(ref)?.id ?? '') ?? [];
      return [ref, givers.find(({ entity }) => entity.kind === 'account')?.entity.title ?? ''];
    }),
  );
}
