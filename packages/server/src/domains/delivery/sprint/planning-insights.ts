import { idOf, type EntitySummary } from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { ReadContext } from '../../../platform/context.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { inBacklog, storyCards } from '../backlog/backlog-views.ts';
import { sprintView } from './sprint-views.ts';

type Card = Awaited<ReturnType<typeof storyCards>>[number]['card'];

/** So many stories are looked at; a backlog that is longer says so. */
const most = 200;

const missingWords: Record<Card['missing'][number], string> = {
  estimate: 'an estimate',
  acceptance: 'what it is accepted by',
  implements: 'what it is for',
  unblocking: 'somebody to unblock it',
  dependency: 'what it depends on',
};

const summaryOf = ({ ref, title, state }: Card): EntitySummary => ({
  ref,
  kind: 'story',
  title,
  state,
});
const pointsOf = (cards: readonly Card[]) =>
  cards.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0);
const counted = (count: number) => `${count} ${count === 1 ? 'story' : 'stories'}`;

function figureOf({ now }: ReadContext, key: string, label: string, cards: readonly Card[]) {
  const asOf = now.toString({ fractionalSecondDigits: 3 });
  return {
    key,
    label,
    value: cards.length,
    unit: 'stories',
    asOf,
    stale: false,
    records: cards.map(summaryOf),
  };
}

const backlog = insight({
  key: 'delivery.backlog',
  title: 'Backlog: what is ready',
  describes: 'The stories of a unit that no sprint has, in their order, and what each still lacks',
  parameters: z.strictObject({ unit: idOf('unit') }),
  async run(context, { unit }) {
    const found = await storyCards(context, inBacklog(sql`${unit}::uuid`), most + 1);
    const cards = found.slice(0, most).map(({ card }) => card);
    const ready = cards.filter(({ missing }) => missing.length === 0);
    const rest = cards.filter(({ missing }) => missing.length > 0);
    const first = cards.findIndex(({ missing }) => missing.length > 0);
    const looked = found.length > most ? ` Only the first ${most} are looked at.` : '';
    return {
      says:
        cards.length === 0
          ? 'The backlog is empty.'
          : `${counted(ready.length)} of ${cards.length} ready, ${pointsOf(ready)} points.${
              first > 0 ? ` The first ${first} can be taken as they stand.` : ''
            }${looked}`,
      figures: [
        figureOf(context, 'ready', 'Ready', ready),
        figureOf(context, 'not-ready', 'Not ready', rest),
      ],
      columns: [
        { key: 'story', label: 'Story' },
        { key: 'estimate', label: 'Estimate' },
        { key: 'lacks', label: 'Lacks' },
      ],
      rows: cards.map((card) => ({
        ref: card.ref,
        story: card.title,
        estimate: card.estimate,
        lacks: card.missing.map((one) => missingWords[one]).join(', '),
      })),
      charts: [],
    };
  },
});

const sprintPlan = insight({
  key: 'delivery.sprint-plan',
  title: 'Sprint: what is planned',
  describes: 'A sprint’s goal and stories beside the team’s capacity and its usual pace',
  parameters: z.strictObject({ sprint: idOf('sprint') }),
  async run(context, { sprint }) {
    const { goal, capacity, planned, velocity, stories } = await sprintView(context, sprint);
    const asOf = context.now.toString({ fractionalSecondDigits: 3 });
    const cards = stories.filter(({ outcome }) => outcome !== 'removed');
    const days = capacity.reduce((sum, one) => sum + one.days, 0);
    const figure = (key: string, label: string, value: number | null, unit: string) => ({
      key,
      label,
      value,
      unit,
      asOf,
      stale: false,
    });
    const pace = velocity === null ? '' : ` The last sprints got ${velocity} points done.`;
    return {
      says: `${goal} ${counted(cards.length)}, ${planned} points, ${days} days of work.${pace}`,
      figures: [
        { ...figure('planned', 'Planned', planned, 'points'), records: cards.map(summaryOf) },
        { ...figure('velocity', 'Usual pace', velocity, 'points'), records: [] },
        {
          ...figure('capacity', 'Capacity', days, 'days'),
          records: capacity.map(({ person }) => person),
        },
      ],
      columns: [
        { key: 'story', label: 'Story' },
        { key: 'estimate', label: 'Estimate' },
        { key: 'assignee', label: 'Who' },
        { key: 'lacks', label: 'Lacks' },
      ],
      rows: cards.map((card) => ({
        ref: card.ref,
        story: card.title,
        estimate: card.estimate,
        assignee: card.assignee?.title ?? '',
        lacks: card.missing.map((one) => missingWords[one]).join(', '),
      })),
      charts: [],
    };
  },
});

/** What sprint planning and backlog grooming look at. */
export const planningInsights: readonly Insight[] = [backlog, sprintPlan];
