import {
  idOf,
  toReference,
  type EntityKind,
  type EntitySummary,
  type Id,
} from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../platform/access/visible.ts';
import { toDate } from '../../platform/clock.ts';
import type { ReadContext } from '../../platform/context.ts';
import { summaryOf } from '../../platform/entities/entity.ts';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { membersOf } from '../org/index.ts';
import { loadCadences } from './cadence/cadence-store.ts';
import { meetingLoad } from './load/load-insights.ts';
import { isWith } from './matter/matter-store.ts';
import { organisationCalendar } from './organisation-calendar.ts';
import { deepDive } from './room/deep-dive-insights.ts';

const mostRows = 200;

function figure(
  key: string,
  label: string,
  value: number | null,
  unit: string,
  now: Temporal.Instant,
  records: EntitySummary[],
) {
  const asOf = now.toString({ fractionalSecondDigits: 3 });
  return { key, label, value, unit, asOf, stale: false, records: records.slice(0, mostRows) };
}

async function todayOf({ db, now }: ReadContext): Promise<string> {
  const { zone } = await organisationCalendar(db);
  return now.toZonedDateTimeISO(zone).toPlainDate().toString();
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

interface ActionRow {
  id: string;
  kind: EntityKind;
  title: string;
  state: string;
  owner: string | null;
  due_on: string | null;
  carried_over: number;
  done_at: Date | null;
  misses: number;
  /** The cadence that it rose from. */
  risen_from: string | null;
}

/** Actions that came out of a cadence's reviews: of all cadences without one. */
async function actionsOf(context: ReadContext, cadence: Id<'cadence'> | undefined, since?: Date) {
  const { rows } = await sql<ActionRow>`
    select entity.id, entity.kind, entity.title, entity.state, owner.title as owner, due_on,
      carried_over, done_at, coalesce(misses, 0) as misses, risen.title as risen_from
    from action join entity on entity.id = action.id
    left join entity owner on owner.id = owner_id and ${visible(context.actor, 'owner')}
    left join carried_matter on entity_id = action.id
    left join entity risen on risen.id = from_cadence_id and ${visible(context.actor, 'risen')}
    where ${visible(context.actor)} and ${
      cadence
        ? isWith(cadence)
        : sql`exists (select 1 from link where link.from_id = entity.id
            and link.relation = 'made_in' and link.to_kind = 'review')`
    }
      ${since ? sql`and (entity.state = 'open' or entity.updated_at >= ${since})` : sql``}
    order by due_on nulls last, entity.id limit 1000
  `.execute(context.db);
  return rows;
}

const actions = insight({
  key: 'rhythm.actions',
  title: 'Actions of the last reviews',
  describes: 'What a cadence’s reviews asked for: open, overdue, done in the last ninety days',
  parameters: z.strictObject({ cadence: idOf('cadence').optional() }),
  async run(context, { cadence }) {
    const today = await todayOf(context);
    const rows = await actionsOf(
      context,
      cadence,
      toDate(context.now.subtract({ hours: 90 * 24 })),
    );
    const open = rows.filter(({ state }) => state === 'open');
    const late = open.filter(({ due_on }) => due_on !== null && due_on < today);
    const done = rows.filter(({ state }) => state === 'done');
    const risen = open.filter(({ risen_from }) => risen_from !== null);
    const rose =
      risen.length === 0 ? '' : ` ${counted(risen.length, 'action')} rose to this review.`;
    return {
      says: `${counted(open.length, 'action')} open, ${late.length} of them overdue; ${done.length} done.${rose}`,
      figures: [
        figure('open', 'Open', open.length, 'actions', context.now, open.map(summaryOf)),
        figure('overdue', 'Overdue', late.length, 'actions', context.now, late.map(summaryOf)),
        figure('done', 'Done', done.length, 'actions', context.now, done.map(summaryOf)),
        figure('risen', 'Risen', risen.length, 'actions', context.now, risen.map(summaryOf)),
      ],
      columns: [
        { key: 'action', label: 'Action' },
        { key: 'owner', label: 'Owner' },
        { key: 'due', label: 'Due' },
        { key: 'carriedOver', label: 'Carried over' },
        { key: 'risenFrom', label: 'Risen from' },
        { key: 'state', label: 'State' },
      ],
      rows: rows.slice(0, mostRows).map((row) => ({
        ref: toReference(row.kind, row.id),
        action: row.title,
        owner: row.owner,
        due: row.due_on,
        carriedOver: row.carried_over,
        risenFrom: row.risen_from,
        state: row.state,
      })),
      charts: [],
    };
  },
});

const actionCompletion = insight({
  key: 'rhythm.action-completion',
  title: 'Action completion',
  describes: 'Of the actions that reviews asked for and that were due, how many were done',
  parameters: z.strictObject({ cadence: idOf('cadence').optional() }),
  async run(context, { cadence }) {
    const today = await todayOf(context);
    const rows = await actionsOf(context, cadence);
    const due = rows.filter(
      ({ state, due_on }) =>
        state !== 'dropped' && (state === 'done' || (due_on ?? '9999') < today),
    );
    const done = due.filter(({ state }) => state === 'done');
    const share = due.length === 0 ? null : Math.round((1000 * done.length) / due.length) / 10;
    return {
      says:
        share === null
          ? 'No action of a review was due yet.'
          : `${done.length} of ${counted(due.length, 'action')} that were due are done.`,
      figures: [
        figure('completion', 'Done of those due', share, '%', context.now, due.map(summaryOf)),
        figure(
          'carried',
          'Carried over',
          rows.filter((row) => row.carried_over > 0).length,
          'actions',
          context.now,
          rows.filter((row) => row.carried_over > 0).map(summaryOf),
        ),
      ],
      columns: [],
      rows: [],
      charts: [],
    };
  },
});

const decisionsOpen = insight({
  key: 'rhythm.decisions-open',
  title: 'Decisions past their revisit date',
  describes: 'Decisions that nobody confirmed yet, and those whose revisit date has come',
  parameters: z.strictObject({ cadence: idOf('cadence').optional() }),
  async run(context, { cadence }) {
    const today = await todayOf(context);
    const { rows } = await sql<{
      id: string;
      kind: EntityKind;
      title: string;
      state: string;
      revisit_on: string | null;
      decider: string | null;
    }>`
      select entity.id, entity.kind, entity.title, entity.state, revisit_on, decider.title as decider
      from decision join entity on entity.id = decision.id
      left join entity decider on decider.id = decider_id and ${visible(context.actor, 'decider')}
      where ${visible(context.actor)} and (entity.state = 'proposed'
          or (entity.state in ('confirmed', 'postponed') and revisit_on <= ${today}::date))
        and not exists (select 1 from link later where later.to_id = entity.id
          and later.relation = 'replaces' and later.until is null)
        and exists (select 1 from link join review on review.id = link.to_id
          where link.from_id = entity.id and link.relation = 'made_in'
            ${cadence ? sql`and review.cadence_id = ${cadence}` : sql``})
      order by revisit_on nulls first, entity.id limit ${mostRows}
    `.execute(context.db);
    const waiting = rows.filter(({ state }) => state === 'proposed');
    const past = rows.filter(({ state }) => state !== 'proposed');
    return {
      says: `${counted(waiting.length, 'decision')} not confirmed, ${past.length} past the revisit date.`,
      figures: [
        figure(
          'proposed',
          'Not confirmed',
          waiting.length,
          'decisions',
          context.now,
          waiting.map(summaryOf),
        ),
        figure(
          'revisit',
          'Past the revisit date',
          past.length,
          'decisions',
          context.now,
          past.map(summaryOf),
        ),
      ],
      columns: [
        { key: 'decision', label: 'Decision' },
        { key: 'decider', label: 'Decider' },
        { key: 'revisitOn', label: 'Revisit on' },
        { key: 'state', label: 'State' },
      ],
      rows: rows.map((row) => ({
        ref: toReference(row.kind, row.id),
        decision: row.title,
        decider: row.decider,
        revisitOn: row.revisit_on,
        state: row.state,
      })),
      charts: [],
    };
  },
});

/**
 * The dates of a cycle's next reviews: of the asker's own unit or the nearest above it that holds
 * the cycle (the one with the fewest members that they are one of), or else of any.
 */
const nextReview = insight({
  key: 'rhythm.next-review',
  title: 'Next review',
  describes:
    'When a cycle’s next review is: of one’s own unit or the nearest above it, or else of any',
  parameters: z.strictObject({ cycle: z.string().min(1).max(100) }),
  async run(context, { cycle }) {
    const { db, actor, now } = context;
    const today = await todayOf(context);
    const cadences = await loadCadences(db, actor, sql`cycle.key = ${cycle}`);
    const { rows } = await sql<{
      id: string;
      kind: EntityKind;
      title: string;
      state: string;
      cadence_id: string;
      starts_at: Date;
      on_day: string;
    }>`
      select entity.id, entity.kind, entity.title, entity.state, cadence_id, starts_at, on_day
      from review join entity on entity.id = review.id
      where cadence_id = any(${cadences.map(({ id }) => id)}::uuid[]) and starts_at > ${toDate(now)}
        and entity.state <> 'cancelled' and ${visible(actor)}
      order by starts_at, entity.id limit 1000
    `.execute(db);
    const person = actor.kind === 'member' ? actor.person : null;
    let own: { cadence: string; members: number } | undefined;
    for (const cadence of cadences) {
      const members = person ? await membersOf(db, cadence.unit.id, today) : [];
      const scheduled = rows.some(({ cadence_id }) => cadence_id === cadence.id);
      if (!person || !scheduled || !members.includes(person)) continue;
      if (!own || members.length < own.members)
        own = { cadence: cadence.id, members: members.length };
    }
    const shown = rows.filter(({ cadence_id }) => !own || cadence_id === own.cadence).slice(0, 10);
    const [next] = shown;
    return {
      says: next ? `${next.title}.` : 'Not scheduled.',
      figures: next ? [figure('next', next.title, null, '', now, [summaryOf(next)])] : [],
      columns: [
        { key: 'review', label: 'Review' },
        { key: 'date', label: 'Date' },
        { key: 'startsAt', label: 'Starts at' },
      ],
      rows: shown.map((row) => ({
        ref: toReference(row.kind, row.id),
        review: row.title,
        date: row.on_day,
        startsAt: row.starts_at.toISOString(),
      })),
      charts: [],
    };
  },
});

/** What rhythm offers to packs, to Home and to other domains. */
export const rhythmInsights: readonly Insight[] = [
  actions,
  actionCompletion,
  decisionsOpen,
  deepDive,
  nextReview,
  meetingLoad,
];
