import type { InsightChart as Chart } from '@throughline/contract';
import { InsightChart } from '../ui/insight-chart.tsx';
import { Section } from '../ui/section.tsx';

function seriesOf(
  key: string,
  label: string,
  places: readonly string[],
  values: readonly (number | null)[],
): Chart['series'][number] {
  return {
    key,
    label,
    points: places.map((at, index) => ({ at, value: values[index] ?? null })),
  };
}

const two = (value: number) => `${value}`.padStart(2, '0');
const sprint = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13].map((day) => `2026-11-${two(day)}`);
const weeks = ['2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'];
const months = [12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(
  (month) => `${month === 12 ? 2025 : 2026}-${two(month)}-01`,
);

const charts: readonly Chart[] = [
  {
    key: 'six-twelve',
    title: 'Drawings opened offline',
    form: 'six-twelve',
    unit: 'thousand',
    target: 44,
    series: [
      seriesOf('weeks', 'This year', weeks, [38, 39, 41, 40, 43, 45]),
      seriesOf('weeks-last-year', 'Last year', weeks, [31, 33, 32, 34, 34, 35]),
      seriesOf('months', 'This year', months, [31, 30, 33, 34, 33, 35, 36, 38, 37, 39, 41, 44]),
      seriesOf(
        'months-last-year',
        'Last year',
        months,
        [22, 24, 24, 25, 27, 26, 28, 29, 31, 30, 32, 34],
      ),
    ],
  },
  {
    key: 'burndown',
    title: 'Sprint 14',
    form: 'burndown',
    unit: 'points',
    target: null,
    series: [
      seriesOf('remaining', 'Remaining', sprint, [40, 38, 38, 33, 29, 27, 24, null, null, null]),
      seriesOf('ideal', 'Ideal', sprint, [40, 35.6, 31.1, 26.7, 22.2, 17.8, 13.3, 8.9, 4.4, 0]),
    ],
  },
  {
    key: 'cumulative-flow',
    title: 'Flow of stories',
    form: 'cumulative-flow',
    unit: 'stories',
    target: null,
    series: [
      seriesOf('done', 'Done', sprint, [2, 2, 4, 5, 7, 8, 10, 12, 13, 15]),
      seriesOf('review', 'In review', sprint, [1, 2, 2, 3, 2, 3, 3, 2, 3, 2]),
      seriesOf('doing', 'Doing', sprint, [4, 5, 4, 4, 5, 4, 3, 4, 3, 3]),
      seriesOf('ready', 'Ready', sprint, [13, 11, 10, 9, 8, 7, 7, 5, 4, 4]),
    ],
  },
  {
    key: 'waterfall',
    title: 'Where the quarter’s change came from',
    form: 'waterfall',
    unit: 'thousand users',
    target: null,
    series: [
      seriesOf(
        'change',
        'Change',
        ['Before', 'New', 'Returned', 'Contracted', 'Left'],
        [120, 31, 8, -12, -21],
      ),
    ],
  },
  {
    key: 'bars',
    title: 'Feedback by product area',
    form: 'bars',
    unit: 'pieces',
    target: 30,
    series: [
      seriesOf(
        'pieces',
        'Pieces',
        ['Drawings and models', 'Daily log', 'Punch list', 'Resource planning', 'Budget'],
        [41, 28, 22, 17, 6],
      ),
    ],
  },
  {
    key: 'bars-by-day',
    title: 'Deployments a day',
    form: 'bars',
    unit: 'deployments',
    target: null,
    series: [
      seriesOf('good', 'Without trouble', sprint, [4, 6, 5, 7, 2, 5, 8, 6, 7, 3]),
      seriesOf('bad', 'Rolled back', sprint, [0, 1, 0, 0, 0, 2, 0, 1, 0, 0]),
    ],
  },
  {
    key: 'empty',
    title: 'Not measured yet',
    form: 'line',
    unit: '',
    target: null,
    series: [],
  },
];

/** Every form of a chart, as packs and pages show them. */
export function ChartKit() {
  return (
    <Section title="Charts" note="Source: usage events, 2 h ago">
      <div className="grid gap-8 lg:grid-cols-2">
        {charts.map((chart) => (
          <InsightChart key={chart.key} chart={chart} />
        ))}
      </div>
    </Section>
  );
}
