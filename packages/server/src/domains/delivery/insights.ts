import { idOf, toReference, type EntitySummary } from '@throughline/contract';
import { z } from 'zod';
import { toDate } from '../../platform/clock.ts';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { designInsights } from './design-insights.ts';
import { planningInsights } from './sprint/planning-insights.ts';
import { testInsights } from './test-run/test-insights.ts';
import {
  countIn,
  cycleDays,
  idealPace,
  percentile,
  remaining,
  type StoryState,
} from './sprint/sprint-rules.ts';
import {
  sprintFacts,
  sprintFollowed,
  storiesDone,
  type StoryInSprint,
} from './sprint/sprint-facts-views.ts';
import { closedSprints } from './sprint/sprint-views.ts';

const mostRows = 200;
const ofSprint = z.strictObject({ sprint: idOf('sprint') });

function figure(
  key: string,
  label: string,
  value: number | null,
  unit: string,
  now: Temporal.Instant,
  records: readonly EntitySummary[],
) {
  const asOf = now.toString({ fractionalSecondDigits: 3 });
  return { key, label, value, unit, asOf, stale: false, records: records.slice(0, mostRows) };
}

const sumOf = (stories: readonly StoryInSprint[]) =>
  stories.reduce((sum, { estimate }) => sum + estimate, 0);
const isDone = ({ outcome, state }: StoryInSprint) =>
  outcome === 'done' || (outcome === null && state === 'done');
const counted = (count: number) => `${count} ${count === 1 ? 'story' : 'stories'}`;

const storyColumns = [
  { key: 'story', label: 'Story' },
  { key: 'committed', label: 'Committed' },
  { key: 'estimate', label: 'Estimate' },
  { key: 'outcome', label: 'Outcome' },
];

function storyRow(story: StoryInSprint) {
  return {
    ref: story.summary.ref,
    story: story.summary.title,
    committed: story.committed,
    estimate: story.points,
    outcome: story.outcome ?? story.state,
  };
}

const sprintDiff = insight({
  key: 'delivery.sprint-diff',
  title: 'Sprint: planned and done',
  describes: 'What a sprint committed to, what came and went after its start, and what was done',
  parameters: ofSprint,
  async run(context, { sprint }) {
    const { stories } = await sprintFacts(context, sprint);
    const parts = {
      committed: stories.filter(({ committed }) => committed),
      added: stories.filter(({ committed }) => !committed),
      removed: stories.filter(({ outcome }) => outcome === 'removed'),
      done: stories.filter(isDone),
    };
    const changed = parts.committed.filter(
      ({ points, committedEstimate }) => points !== committedEstimate,
    );
    const labels = { committed: 'Committed', added: 'Added', removed: 'Taken out', done: 'Done' };
    return {
      says: `Committed to ${counted(parts.committed.length)}; ${parts.added.length} added, ${parts.removed.length} taken out, ${changed.length} estimated anew; ${parts.done.length} done.`,
      figures: (['committed', 'added', 'removed', 'done'] as const).map((part) =>
        figure(
          part,
          labels[part],
          part === 'committed'
            ? parts.committed.reduce((sum, one) => sum + (one.committedEstimate ?? 0), 0)
            : sumOf(parts[part]),
          'points',
          context.now,
          parts[part].map(({ summary }) => summary),
        ),
      ),
      columns: storyColumns,
      rows: stories.slice(0, mostRows).map(storyRow),
      charts: [],
    };
  },
});

const spillOver = insight({
  key: 'delivery.spill-over',
  title: 'Spill-over',
  describes: 'What a sprint did not get done: of a running one, what is not done yet',
  parameters: ofSprint,
  async run(context, { sprint }) {
    const { stories, state } = await sprintFacts(context, sprint);
    const stayed = stories.filter(({ outcome }) => outcome !== 'removed');
    const left = stayed.filter((story) => !isDone(story));
    const total = sumOf(stayed);
    const share = total === 0 ? null : Math.round((1000 * sumOf(left)) / total) / 10;
    const summaries = left.map(({ summary }) => summary);
    return {
      says:
        state === 'closed'
          ? `${counted(left.length)} of ${stayed.length} spilled over.`
          : `${counted(left.length)} of ${stayed.length} not done yet.`,
      figures: [
        figure('spilled', 'Not done', sumOf(left), 'points', context.now, summaries),
        figure('share', 'Share of the sprint', share, '%', context.now, summaries),
      ],
      columns: storyColumns,
      rows: left.slice(0, mostRows).map(storyRow),
      charts: [],
    };
  },
});

const cycleTime = insight({
  key: 'delivery.cycle-time',
  title: 'Cycle time',
  describes:
    'Days from begun to done of the stories of a sprint, or else of those done in the last ninety days',
  parameters: z.strictObject({ unit: idOf('unit').optional(), sprint: idOf('sprint').optional() }),
  async run(context, { unit, sprint }) {
    const found = sprint
      ? (await sprintFacts(context, sprint)).stories.filter(isDone)
      : await storiesDone(context, unit, toDate(context.now.subtract({ hours: 90 * 24 })));
    const timed = found.flatMap(({ summary, moves }) => {
      const days = cycleDays(moves);
      return days === null ? [] : [{ summary, days }];
    });
    const values = timed.map(({ days }) => days);
    const median = percentile(values, 0.5);
    const summaries = timed.map(({ summary }) => summary);
    return {
      says:
        median === null
          ? 'No story was begun and done.'
          : `Half of ${counted(timed.length)} took ${median} days or less.`,
      figures: [
        figure('median', 'Median', median, 'days', context.now, summaries),
        figure('p85', '85 % within', percentile(values, 0.85), 'days', context.now, summaries),
      ],
      columns: [
        { key: 'story', label: 'Story' },
        { key: 'days', label: 'Days' },
      ],
      rows: timed
        .toSorted((one, other) => other.days - one.days)
        .slice(0, mostRows)
        .map(({ summary, days }) => ({ ref: summary.ref, story: summary.title, days })),
      charts: [],
    };
  },
});

const velocity = insight({
  key: 'delivery.velocity',
  title: 'Velocity',
  describes: 'What a unit planned and got done in each of its last closed sprints',
  parameters: z.strictObject({
    unit: idOf('unit'),
    sprints: z.number().int().min(1).max(24).default(6),
  }),
  async run(context, { unit, sprints }) {
    const rows = (await closedSprints(context, unit, sprints)).toReversed();
    const mean =
      rows.length === 0
        ? null
        : Math.round((10 * rows.reduce((sum, { done }) => sum + done, 0)) / rows.length) / 10;
    const summaries = rows.map(({ id, title, state }) => ({
      ref: toReference('sprint', id),
      kind: 'sprint' as const,
      title,
      state,
    }));
    const points = (part: 'planned' | 'done') =>
      rows.map((row) => ({ at: row.title, value: row[part] }));
    return {
      says:
        mean === null
          ? 'No sprint has been closed yet.'
          : `${mean} points a sprint over the last ${rows.length}.`,
      figures: [figure('velocity', 'Points a sprint', mean, 'points', context.now, summaries)],
      columns: [
        { key: 'sprint', label: 'Sprint' },
        { key: 'planned', label: 'Planned' },
        { key: 'done', label: 'Done' },
      ],
      rows: rows.map(({ id, title, planned, done }) => ({
        ref: toReference('sprint', id),
        sprint: title,
        planned,
        done,
      })),
      charts: [
        {
          key: 'velocity',
          title: 'Velocity',
          form: 'bars',
          unit: 'points',
          target: mean,
          series: [
            { key: 'planned', label: 'Planned', points: points('planned') },
            { key: 'done', label: 'Done', points: points('done') },
          ],
        },
      ],
    };
  },
});

const burndown = insight({
  key: 'delivery.burndown',
  title: 'Burndown',
  describes: 'What was left of a sprint at the end of each day, beside an even pace',
  parameters: ofSprint,
  async run(context, { sprint }) {
    const { stories, days, worked, ends } = await sprintFacts(context, sprint);
    const left = remaining(stories, ends);
    const committed = stories.filter((story) => story.committed);
    const total =
      committed.length > 0
        ? committed.reduce((sum, one) => sum + (one.committedEstimate ?? 0), 0)
        : sumOf(stories);
    const ideal = idealPace(total, days, worked);
    const present = left.at(-1) ?? total;
    const open = stories.filter((story) => story.outcome !== 'removed' && !isDone(story));
    return {
      says: `${present} of ${total} points are left.`,
      figures: [
        figure(
          'remaining',
          'Left',
          present,
          'points',
          context.now,
          open.map(({ summary }) => summary),
        ),
      ],
      columns: [],
      rows: [],
      charts: [
        {
          key: 'burndown',
          title: 'Burndown',
          form: 'burndown',
          unit: 'points',
          target: null,
          series: [
            {
              key: 'remaining',
              label: 'Left',
              points: days.map((at, index) => ({ at, value: left[index] ?? null })),
            },
            {
              key: 'ideal',
              label: 'Even pace',
              points: days.map((at, index) => ({ at, value: ideal[index] ?? null })),
            },
          ],
        },
      ],
    };
  },
});

const flowStates = [
  ['done', 'Done'],
  ['in-review', 'In review'],
  ['in-progress', 'In progress'],
  ['open', 'Open'],
] as const satisfies readonly (readonly [StoryState, string])[];

const cumulativeFlow = insight({
  key: 'delivery.cumulative-flow',
  title: 'Cumulative flow',
  describes: 'How many stories of a sprint stood in each state at the end of each day',
  parameters: ofSprint,
  async run(context, { sprint }) {
    const { stories, days, ends } = await sprintFacts(context, sprint);
    const begun = days.slice(0, ends.length);
    const series = flowStates.map(([key, label]) => {
      const counts = countIn(key, stories, ends);
      return {
        key,
        label,
        points: begun.map((at, index) => ({ at, value: counts[index] ?? null })),
      };
    });
    const under = stories.filter(
      ({ state, outcome }) =>
        outcome === null && (state === 'in-progress' || state === 'in-review'),
    );
    return {
      says: `${counted(under.length)} under way.`,
      figures: [
        figure(
          'wip',
          'Under way',
          under.length,
          'stories',
          context.now,
          under.map(({ summary }) => summary),
        ),
      ],
      columns: [],
      rows: [],
      charts: [
        {
          key: 'flow',
          title: 'Cumulative flow',
          form: 'cumulative-flow',
          unit: 'stories',
          target: null,
          series,
        },
      ],
    };
  },
});

const followed = insight({
  key: 'delivery.sprint-followed',
  title: 'The sprint that a review follows',
  describes: 'The latest sprint of a unit that had begun by a day, running or closed',
  parameters: z.strictObject({ unit: idOf('unit'), on: z.iso.date() }),
  async run(context, { unit, on }) {
    const rows = await sprintFollowed(context, unit, on);
    return {
      says: rows[0] ? `${rows[0].title}, ${rows[0].state}.` : 'No sprint had begun.',
      figures: [],
      columns: [
        { key: 'sprint', label: 'Sprint' },
        { key: 'startsOn', label: 'Starts on' },
        { key: 'endsOn', label: 'Ends on' },
        { key: 'state', label: 'State' },
      ],
      rows: rows.map(({ ref, title, state, startsOn, endsOn }) => ({
        ref,
        sprint: title,
        startsOn,
        endsOn,
        state,
      })),
      charts: [],
    };
  },
});

/** What delivery offers to review packs and pages. */
export const deliveryInsights: readonly Insight[] = [
  sprintDiff,
  spillOver,
  cycleTime,
  velocity,
  burndown,
  cumulativeFlow,
  followed,
  ...designInsights,
  ...planningInsights,
  ...testInsights,
];
