import { accountSegments, programKinds, toReference } from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { accountsBehind, weighUnresolved } from './feedback/weight-views.ts';
import type { ProgramKind, Segment } from './tables.ts';

const segment = z.enum(accountSegments);
const since = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
/** Kinds of program, also by the names that organisation files use. */
const programKind = z
  .enum([...programKinds, 'customer-advisory-board', 'executive-experience'])
  .transform((name): ProgramKind => {
    if (name === 'customer-advisory-board') return 'advisory-board';
    return name === 'executive-experience' ? 'executive-journey' : name;
  });

interface ThemeRow {
  theme: string;
  segment: Segment | null;
  voices: string;
  unresolved: string;
  rating: number | null;
  latest: Date;
  accounts: string | null;
  value: string | null;
}

async function themeRows(
  context: ReadContext,
  query: {
    since?: string | undefined;
    segment?: Segment | undefined;
    programKind?: ProgramKind | undefined;
    by: 'segment' | 'theme';
  },
): Promise<ThemeRow[]> {
  const { actor, db } = context;
  const { rows } = await sql<ThemeRow>`
    with heard as (
      select feedback.id, feedback.rating, feedback.received_at, entity.state,
        case when ${query.by} = 'segment' then feedback.segment end as segment,
        unnest(case when themes = '{}' then array[''] else themes end) as theme
      from feedback join entity on entity.id = feedback.id and ${visible(actor)}
      where true
        ${query.since ? sql`and feedback.received_at >= ${query.since}::timestamptz` : sql``}
        ${query.segment ? sql`and feedback.segment = ${query.segment}` : sql``}
        ${
          query.programKind
            ? sql`and (exists (select 1 from program where program.id = feedback.program_id
                and program.program_kind = ${query.programKind})
              or exists (select 1 from link given
                join entity giver on giver.id = given.to_id and ${visible(actor, 'giver')}
                join link member on member.from_id = given.to_id and member.relation = 'member_of'
                  and member.until is null
                join program on program.id = member.to_id and program.program_kind = ${query.programKind}
                where given.from_id = feedback.id and given.relation = 'given_by' and given.until is null))`
            : sql``
        }
    ), behind as (
      select theme, segment, count(*) as accounts, sum(annual_value) as value from (
        select distinct heard.theme, heard.segment, account.id, account.annual_value
        from heard
        join link on link.from_id = heard.id and link.relation = 'given_by' and link.until is null
        join account on account.id = link.to_id
        join entity giver on giver.id = account.id and ${visible(actor, 'giver')}
      ) accounts_heard group by theme, segment
    )
    select heard.theme, heard.segment, count(*) as voices,
      count(*) filter (where state in ('new', 'triaged')) as unresolved,
      avg(rating)::double precision as rating, max(received_at) as latest,
      max(behind.accounts) as accounts, max(behind.value) as value
    from heard left join behind on behind.theme = heard.theme
      and behind.segment is not distinct from heard.segment
    group by heard.theme, heard.segment
    order by max(behind.value) desc nulls last, count(*) desc, heard.theme, heard.segment
    limit 200
  `.execute(db);
  return rows;
}

async function recentFeedback(context: ReadContext, from: string | undefined) {
  const { rows } = await sql<{ id: string; title: string; state: string; received_at: Date }>`
    select feedback.id, entity.title, entity.state, received_at
    from feedback join entity on entity.id = feedback.id and ${visible(context.actor)}
    where true ${from ? sql`and received_at >= ${from}::timestamptz` : sql``}
    order by received_at desc, feedback.id desc limit 200
  `.execute(context.db);
  return rows;
}

const noTheme = 'no theme yet';

/** What the domain offers to review packs. Accounts count only as far as the reader sees them. */
export const engagementInsights: readonly Insight[] = [
  insight({
    key: 'engagement.themes',
    title: 'Feedback themes',
    describes: 'What customers and partners speak of: voices, accounts and value by theme',
    parameters: z.strictObject({
      since: since.optional(),
      segment: segment.optional(),
      programKind: programKind.optional(),
      by: z.enum(['segment', 'theme']).default('segment'),
    }),
    async run(context, parameters) {
      const rows = await themeRows(context, parameters);
      const recent = await recentFeedback(context, parameters.since);
      const [top] = rows.filter(({ theme }) => theme !== '');
      return {
        says: top
          ? `“${top.theme}” weighs most: ${top.voices} ${Number(top.voices) === 1 ? 'voice' : 'voices'}.`
          : 'No feedback has a theme yet.',
        figures: [
          {
            key: 'feedback',
            label: 'Feedback received',
            value: recent.length,
            unit: 'voices',
            asOf: recent[0]?.received_at.toISOString() ?? null,
            stale: false,
            records: recent.map(({ id, title, state }) => ({
              ref: toReference('feedback', id),
              kind: 'feedback' as const,
              title,
              state,
            })),
          },
        ],
        columns: [
          { key: 'theme', label: 'Theme' },
          ...(parameters.by === 'segment' ? [{ key: 'segment', label: 'Segment' }] : []),
          { key: 'voices', label: 'Voices' },
          { key: 'unresolved', label: 'Unresolved' },
          { key: 'rating', label: 'Mean rating' },
          { key: 'accounts', label: 'Accounts' },
          { key: 'value', label: 'Annual value' },
          { key: 'latest', label: 'Latest' },
        ],
        rows: rows.map((row) => ({
          theme: row.theme === '' ? noTheme : row.theme,
          ...(parameters.by === 'segment' ? { segment: row.segment } : {}),
          voices: Number(row.voices),
          unresolved: Number(row.unresolved),
          rating: row.rating === null ? null : Math.round(row.rating * 10) / 10,
          accounts: Number(row.accounts ?? 0),
          value: Number(row.value ?? 0),
          latest: row.latest.toISOString().slice(0, 10),
        })),
        charts: [],
      };
    },
  }),
  insight({
    key: 'engagement.unresolved',
    title: 'Unresolved feedback',
    describes: 'Feedback that nobody has answered yet, by value and age',
    parameters: z.strictObject({ segment: segment.optional() }),
    async run(context, parameters) {
      const found = await weighUnresolved(context, { ...parameters, limit: 200 });
      const accounts = await accountsBehind(
        context,
        found.map(({ feedback }) => feedback.ref),
      );
      const oldest = Math.max(0, ...found.map(({ ageDays }) => ageDays));
      return {
        says:
          found.length === 0
            ? 'Everything that was said has an answer.'
            : `${found.length} unresolved, the oldest ${oldest} days old.`,
        figures: [
          {
            key: 'unresolved',
            label: 'Unresolved feedback',
            value: found.length,
            unit: 'pieces',
            asOf: context.now.toString({ smallestUnit: 'millisecond' }),
            stale: false,
            records: found.map(({ feedback }) => feedback),
          },
        ],
        columns: [
          { key: 'feedback', label: 'Feedback' },
          { key: 'account', label: 'Account' },
          { key: 'segment', label: 'Segment' },
          { key: 'voices', label: 'Voices' },
          { key: 'value', label: 'Annual value' },
          { key: 'ageDays', label: 'Age in days' },
        ],
        rows: found.map((row) => ({
          ref: row.feedback.ref,
          feedback: row.feedback.title,
          account: accounts.get(row.feedback.ref) || null,
          segment: row.segment,
          voices: row.voices,
          value: row.annualValue,
          ageDays: row.ageDays,
        })),
        charts: [],
      };
    },
  }),
];
