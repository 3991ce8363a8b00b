import { idOf, parseReference } from '@throughline/contract';
import { z } from 'zod';
import type { ReadContext } from '../../platform/context.ts';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { reportingFeatures } from './feature/feature-views.ts';
import { adoptionByWeek, type AdoptionPoint } from './usage/adoption-views.ts';

const mostFeatures = 200;
/** More lines than these can't be told apart. */
const mostLines = 8;
const usualWeeks = 26;
/** A count that is older stands still: the job that counts has not run. */
const freshDays = 2;

interface Standing {
  readonly ref: string;
  readonly last: AdoptionPoint | undefined;
  readonly change: number | null;
}

function changeOf(points: readonly AdoptionPoint[]): number | null {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || first.percent === null || last.percent === null) return null;
  return Math.round(10 * (last.percent - first.percent)) / 10;
}

function saysOf(standings: readonly Standing[], since: string): string {
  if (standings.length === 0) return 'No feature reports its use yet.';
  const rose = standings.filter(({ change }) => change !== null && change > 0).length;
  const fell = standings.filter(({ change }) => change !== null && change < 0).length;
  const features = `${standings.length} feature${standings.length === 1 ? '' : 's'}`;
  return `${features} report${standings.length === 1 ? 's' : ''} use: adoption of ${rose} rose and of ${fell} fell since ${since}.`;
}

/** `catalog.adoption`. `today` is the organisation's date at a moment. */
export function adoption(
  today: (context: Pick<ReadContext, 'now'>) => Temporal.PlainDate,
): Insight {
  return insight({
    key: 'catalog.adoption',
    title: 'Adoption of features',
    describes:
      'Accounts that used a feature often enough in 28 days, of those that were there at all, by week since a day',
    parameters: z.strictObject({
      since: z.iso.date().optional(),
      product: idOf('product').optional(),
      feature: idOf('feature').optional(),
    }),
    async run(context, { since, product, feature }) {
      const day = today(context);
      const from = since ? Temporal.PlainDate.from(since) : day.subtract({ weeks: usualWeeks });
      const features = await reportingFeatures(context, { product, feature }, mostFeatures);
      const ids = features.map(({ ref }) => parseReference(ref)?.id ?? '');
      const weeks = await adoptionByWeek(context.db, ids, from);
      const standings = features.map((one, index) => {
        const points = weeks.get(ids[index] ?? '') ?? [];
        return { ...one, points, last: points.at(-1), change: changeOf(points) };
      });
      const drawn = standings
        .filter(({ points }) => points.length > 0)
        .toSorted((one, other) => (other.last?.percent ?? 0) - (one.last?.percent ?? 0))
        .slice(0, mostLines);
      const oldest = day.subtract({ days: freshDays }).toString();
      return {
        says: saysOf(standings, from.toString()),
        figures: standings.map(({ ref, title, state, last }) => ({
          key: ref,
          label: title,
          value: last?.percent ?? null,
          unit: '%',
          asOf: last ? `${last.on}T00:00:00.000Z` : null,
          stale: last ? last.on < oldest : true,
          records: [{ ref, kind: 'feature' as const, title, state }],
        })),
        columns: [
          { key: 'feature', label: 'Feature' },
          { key: 'percent', label: 'Adoption in %' },
          { key: 'change', label: 'Change in points' },
          { key: 'accounts', label: 'Accounts that adopted it' },
          { key: 'eligible', label: 'Eligible accounts' },
          { key: 'on', label: 'As of' },
        ],
        rows: standings.map(({ ref, title, last, change }) => ({
          ref,
          feature: title,
          percent: last?.percent ?? null,
          change,
          accounts: last?.accounts ?? null,
          eligible: last?.eligible ?? null,
          on: last?.on ?? null,
        })),
        charts:
          drawn.length === 0
            ? []
            : [
                {
                  key: 'adoption',
                  title: 'Adoption by week',
                  form: 'line' as const,
                  unit: '%',
                  target: null,
                  series: drawn.map(({ ref, title, points }) => ({
                    key: ref,
                    label: title,
                    points: points.map(({ on, percent }) => ({ at: on, value: percent })),
                  })),
                },
              ],
      };
    },
  });
}
