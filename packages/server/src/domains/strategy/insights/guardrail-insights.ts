import type { EntitySummary, guardStates } from '@throughline/contract';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { keyResultsOf, type KeyResultRow } from '../key-result/key-result-views.ts';
import { columns, count, counted, most, ofUnit, unitsOf, type Today } from './figure.ts';

const labels = {
  breached: 'Breached',
  holds: 'In range',
  unknown: 'Without a value',
} as const satisfies Record<(typeof guardStates)[number], string>;
const order = ['breached', 'unknown', 'holds'] as const;

type Guardrail = KeyResultRow & { readonly guard: NonNullable<KeyResultRow['guard']> };
const isGuardrail = (row: KeyResultRow): row is Guardrail => row.guard !== null;
const summary = ({ ref, title, state }: Guardrail): EntitySummary => ({
  ref,
  kind: 'key_result',
  title,
  state,
});

/** Which guardrails are out of range, and how often they held, by check-in periods. */
export function guardrailInsight(today: Today): Insight {
  return insight({
    key: 'strategy.guardrails',
    title: 'Guardrails',
    describes:
      'The key results that hold a value in range: which are breached, and in how many check-in periods each held',
    parameters: ofUnit,
    async run(context, { unit }) {
      const units = await unitsOf(context, today, unit);
      const all = await keyResultsOf(context, today(context), units, most, { guardrails: true });
      const guardrails = all
        .filter(isGuardrail)
        .toSorted(
          (one, other) => order.indexOf(one.guard.state) - order.indexOf(other.guard.state),
        );
      const standing = (state: Guardrail['guard']['state']) =>
        guardrails.filter(({ guard }) => guard.state === state).map(summary);
      const breached = standing('breached');
      return {
        says:
          guardrails.length === 0
            ? 'No key result is a guardrail.'
            : `${breached.length} of ${counted(guardrails.length, 'guardrail')} ${breached.length === 1 ? 'is' : 'are'} breached.`,
        figures: order.map((state) =>
          count(context, state, labels[state], 'guardrails', standing(state)),
        ),
        columns: columns({
          guardrail: 'Guardrail',
          objective: 'Objective',
          owner: 'Owner',
          state: 'Stands',
          value: 'Value',
          bound: 'Bound',
          periods: 'Periods in range',
          checkedInOn: 'Check-in',
          stale: 'Stale',
        }),
        rows: guardrails.map((row) => ({
          ref: row.ref,
          guardrail: row.title,
          objective: row.objective?.title ?? null,
          owner: row.owner?.name ?? null,
          state: labels[row.guard.state],
          value: row.current,
          bound: `at ${row.direction === 'up' ? 'least' : 'most'} ${row.target} ${row.unit}`,
          periods: `${row.guard.inRange} of ${row.guard.periods}`,
          checkedInOn: row.checkedInOn,
          stale: row.stale,
        })),
        charts: [],
      };
    },
  });
}
