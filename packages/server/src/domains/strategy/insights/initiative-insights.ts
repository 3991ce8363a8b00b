import { healths, initiativeStages, type EntitySummary } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { dependencies } from '../initiative/dependency-views.ts';
import { initiativesAmong, type InitiativeRow } from '../initiative/initiative-views.ts';
import {
  columns,
  count,
  counted,
  most,
  ofUnit,
  unitsOf,
  words,
  type Today,
} from './insight-parts.ts';

const ended: ReadonlySet<string> = new Set(['done', 'stopped']);

const summary = ({ ref, title, stage }: InitiativeRow): EntitySummary => ({
  ref,
  kind: 'initiative',
  title,
  state: stage,
});

const table = columns({
  initiative: 'Initiative',
  unit: 'Unit',
  owner: 'Owner',
  stage: 'Stage',
  health: 'Health',
  reason: 'Reason',
  from: 'From',
  to: 'To',
});

const tableRow = (row: InitiativeRow) => ({
  ref: row.ref,
  initiative: row.title,
  unit: row.ownerUnit?.title ?? null,
  owner: row.owner?.name ?? null,
  stage: words(row.stage),
  health: row.health,
  reason: row.healthReason,
  from: row.from,
  to: row.to,
});

function healthFigures(context: ReadContext, running: readonly InitiativeRow[]) {
  const having = (health: InitiativeRow['health']) =>
    running.filter((row) => row.health === health).map(summary);
  return [
    ...healths.map((health) =>
      count(context, `health.${health}`, `Health ${health}`, 'initiatives', having(health)),
    ),
    count(context, 'health.none', 'Not judged yet', 'initiatives', having(null)),
  ];
}

function healthSays(running: readonly InitiativeRow[]): string {
  const number = (health: InitiativeRow['health']) =>
    running.filter((row) => row.health === health).length;
  return `${running.length} running: ${number('red')} red, ${number('amber')} amber, ${number('green')} green, ${number(null)} not judged yet.`;
}

const worstFirst = { red: 0, amber: 1, green: 3 } as const;

/** What the strategy says of initiatives: where they stand, how they do, what they wait for. */
export function initiativeInsights(today: Today): readonly Insight[] {
  const running = async (context: ReadContext, units: readonly string[] | undefined) =>
    initiativesAmong(context, undefined, most, units);
  return [
    insight({
      key: 'strategy.initiatives',
      title: 'Initiatives by health and stage',
      describes:
        'How the running initiatives do, and where each stands; every figure with its initiatives',
      parameters: ofUnit,
      async run(context, { unit }) {
        const all = await running(context, await unitsOf(context, today, unit));
        const open = all.filter(({ stage }) => !ended.has(stage));
        return {
          says: healthSays(open),
          figures: [
            ...healthFigures(context, open),
            ...initiativeStages.map((stage) =>
              count(
                context,
                `stage.${stage}`,
                `Stage ${words(stage)}`,
                'initiatives',
                all.filter((row) => row.stage === stage).map(summary),
              ),
            ),
          ],
          columns: table,
          rows: open.map(tableRow),
          charts: [
            {
              key: 'stages',
              title: 'Initiatives by stage',
              form: 'bars',
              unit: 'initiatives',
              target: null,
              series: [
                {
                  key: 'initiatives',
                  label: 'Initiatives',
                  points: initiativeStages.map((stage) => ({
                    at: words(stage),
                    value: all.filter((row) => row.stage === stage).length,
                  })),
                },
              ],
            },
          ],
        };
      },
    }),
    insight({
      key: 'strategy.health',
      title: 'Health of initiatives',
      describes: 'The running initiatives, red and amber first, each with its reason',
      parameters: ofUnit,
      async run(context, { unit }) {
        const all = await running(context, await unitsOf(context, today, unit));
        const open = all.filter(({ stage }) => !ended.has(stage));
        const order = ({ health }: InitiativeRow) => (health === null ? 2 : worstFirst[health]);
        return {
          says: healthSays(open),
          figures: healthFigures(context, open),
          columns: table,
          rows: open.toSorted((one, other) => order(one) - order(other)).map(tableRow),
          charts: [],
        };
      },
    }),
    insight({
      key: 'strategy.dependencies',
      title: 'Dependencies of initiatives',
      describes: 'Which running initiative waits for which, and where that doesn’t work out',
      parameters: ofUnit,
      async run(context, { unit }) {
        const units = await unitsOf(context, today, unit);
        const all = await dependencies(context, { units }, most);
        const wrong = all.filter(({ conflict }) => conflict !== null);
        const ends = (of: typeof all) => [
          ...new Map(
            of.map(({ dependent }) => [dependent.summary.ref, dependent.summary]),
          ).values(),
        ];
        return {
          says: `${all.length === 1 ? '1 dependency' : `${all.length} dependencies`}, ${counted(wrong.length, 'conflict')}.`,
          figures: [
            count(context, 'waiting', 'Initiatives that wait for others', 'initiatives', ends(all)),
            {
              ...count(context, 'conflicts', 'Conflicts', 'dependencies', ends(wrong)),
              value: wrong.length,
            },
          ],
          columns: columns({
            initiative: 'Initiative',
            unit: 'Unit',
            from: 'Begins',
            dependsOn: 'Depends on',
            neededUnit: 'Of',
            to: 'Which ends',
            conflict: 'Conflict',
          }),
          rows: [...wrong, ...all.filter(({ conflict }) => conflict === null)].map(
            ({ dependent, needed, conflict }) => ({
              ref: dependent.summary.ref,
              initiative: dependent.summary.title,
              unit: dependent.unit,
              from: dependent.from,
              dependsOn: needed.summary.title,
              neededUnit: needed.unit,
              to: needed.to,
              conflict,
            }),
          ),
          charts: [],
        };
      },
    }),
  ];
}
