import { idOf } from '@throughline/contract';
import { z } from 'zod';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { launchCalendar } from './plan/launch-views.ts';
import type { ReadinessDeps } from './readiness/evidence-store.ts';

/** What the domain offers to review packs. */
export function launchInsights(deps: ReadinessDeps): Insight[] {
  return [
    insight({
      key: 'launch.calendar',
      title: 'Launch calendar',
      describes: 'Launches by T0 with tier, state and readiness as of now',
      parameters: z.strictObject({
        unit: idOf('unit').optional(),
        from: z.iso.date().optional(),
        to: z.iso.date().optional(),
      }),
      async run(context, { unit, from, to }) {
        const { items } = await launchCalendar(context, deps, { from, to, ownerUnit: unit });
        const ahead = items.filter(({ daysLeft, state }) => daysLeft >= 0 && state !== 'closed');
        const unready = ahead.filter(({ verdict }) => verdict === 'no-go');
        const asOf = context.now.toString({ smallestUnit: 'millisecond' });
        const figure = (key: string, label: string, rows: typeof items) => ({
          key,
          label,
          value: rows.length,
          unit: 'launches',
          asOf,
          stale: false,
          records: rows.map(({ ref, title, state }) => ({
            ref,
            kind: 'launch' as const,
            title,
            state,
          })),
        });
        const [next] = ahead;
        return {
          says: next
            ? `${ahead.length} ahead, ${unready.length} not ready. Next: “${next.title}” on ${next.targetOn}.`
            : 'No launch is planned.',
          figures: [
            figure('ahead', 'Launches ahead', ahead),
            figure('not-ready', 'Not ready today', unready),
          ],
          columns: [
            { key: 'launch', label: 'Launch' },
            { key: 'tier', label: 'Tier' },
            { key: 'targetOn', label: 'T0' },
            { key: 'daysLeft', label: 'Days left' },
            { key: 'state', label: 'State' },
            { key: 'verdict', label: 'Readiness' },
            { key: 'p0', label: 'P0 met' },
            { key: 'p1', label: 'P1 met' },
            { key: 'hold', label: 'On hold' },
          ],
          rows: items.map((row) => ({
            ref: row.ref,
            launch: row.title,
            tier: row.tier,
            targetOn: row.targetOn,
            daysLeft: row.daysLeft,
            state: row.state,
            verdict: row.verdict,
            p0: `${row.p0.met} of ${row.p0.of}`,
            p1: `${row.p1.met} of ${row.p1.of}`,
            hold: row.hold,
          })),
          charts: [],
        };
      },
    }),
  ];
}
