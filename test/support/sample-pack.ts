import type { AssembledSection, ChartForm, InsightResult, Reference } from '@throughline/contract';
import type { PackToExport } from '../../packages/server/src/domains/rhythm/export/pack-to-export.ts';

type Chart = InsightResult['charts'][number];

function chart(
  form: ChartForm,
  target: number | null,
  series: Record<string, Record<string, number | null>>,
): Chart {
  return {
    key: form,
    title: `A ${form} <chart> & more`,
    form,
    unit: 'points',
    target,
    series: Object.entries(series).map(([key, points]) => ({
      key,
      label: key,
      points: Object.entries(points).map(([at, value]) => ({ at, value })),
    })),
  };
}

const days = { '2026-11-02': 40, '2026-11-03': 31, '2026-11-04': null, '2026-11-05': 18 };

/** One chart of each form. */
const sampleCharts: readonly Chart[] = [
  chart('line', 35, { value: days, holdout: { '2026-11-02': 22, '2026-11-05': 24 } }),
  chart('six-twelve', 11, {
    weeks: { '2026-11-16': 10, '2026-11-23': 12 },
    'weeks-last-year': { '2025-11-17': 8, '2025-11-24': 9 },
    months: { '2026-10-01': 40, '2026-11-01': 44 },
  }),
  chart('burndown', null, { remaining: days, ideal: { '2026-11-02': 40, '2026-11-05': 0 } }),
  chart('cumulative-flow', null, { done: days, doing: { '2026-11-02': 4, '2026-11-03': 6 } }),
  chart('waterfall', null, { change: { Before: 10, New: 5, Lost: -18, Back: 6 } }),
  chart('bars', null, { count: { North: 30, South: 15 } }),
];

const review = `rev_${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}` as Reference<'review'>;

function section(key: string, rest: Partial<AssembledSection>): AssembledSection {
  return {
    key,
    title: `Section ${key}`,
    insight: 'sample.insight',
    parameters: { unit: 'all' },
    comment: null,
    missing: null,
    result: null,
    ...rest,
  };
}

/** A pack that holds one of everything that an export shows. */
export const samplePack: PackToExport = {
  sha256: 'ab'.repeat(32),
  difference: {
    against: { title: 'The month before', review, revision: 1 },
    figures: [
      {
        section: 'Section one',
        figure: 'adoption',
        label: 'Adoption',
        unit: '%',
        before: 41,
        after: 48,
        what: 'changed',
      },
    ],
    sentences: [{ section: 'Section one', before: 'It stood.', after: 'It rose.' }],
  },
  content: {
    format: 1,
    review,
    title: 'Product review <of> “November” & more',
    cycle: 'Monthly Product Review',
    cadence: review.replace('rev', 'cad') as Reference<'cadence'>,
    unit: 'Product & Technology',
    startsAt: '2026-11-30T16:00:00.000Z',
    revision: 2,
    reason: 'The last day came late.',
    frozenAt: '2026-11-25T16:00:00.000Z',
    audience: 'every member',
    sections: [
      section('one', {
        comment: {
          text: 'The pilot | region went live.',
          by: 'Ada',
          at: '2026-11-24T09:00:00.000Z',
        },
        result: {
          key: 'sample.insight',
          title: 'Sample',
          says: 'Adoption rose to 48 %.',
          figures: [
            {
              key: 'adoption',
              label: 'Adoption',
              value: 48,
              unit: '%',
              asOf: '2026-11-24T00:00:00.000Z',
              stale: false,
              records: [],
            },
          ],
          columns: [
            { key: 'feature', label: 'Feature' },
            { key: 'share', label: 'Share' },
          ],
          rows: Array.from({ length: 25 }, (_, index) => ({
            feature: `Feature ${index + 1}`,
            share: index * 2,
          })),
          charts: [...sampleCharts],
        },
      }),
      section('two', { missing: 'No domain offers it.' }),
    ],
  },
};
