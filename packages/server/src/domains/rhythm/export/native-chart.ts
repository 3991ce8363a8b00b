import { halves, laidOut, placeInFull, placeSays, steps } from '@throughline/chart';
import type { InsightChart } from '@throughline/contract';
import { columnLetters, type ChartGrid } from './chart-workbook.ts';
import { escaped, xmlHead } from './ooxml.ts';

/** A chart as presentation programs draw it themselves, with the grid of its workbook. */
export interface NativeChart {
  readonly title: string;
  readonly xml: string;
  readonly grid: ChartGrid;
}

interface Column {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly look: 'ink' | 'second' | 'faint' | 'target' | 'hidden' | 'light' | 'dark' | 'white';
}

type Plot = 'line' | 'area' | 'columns' | 'rows' | 'stacked';

const inks = {
  ink: '16191F',
  second: '4A5160',
  faint: '7F8692',
  target: '4A5160',
  hidden: 'FFFFFF',
  light: 'D6D8DB',
  dark: '6B7078',
  white: 'FFFFFF',
} as const;
const dashes = ['solid', 'dash', 'sysDot', 'lgDashDot'] as const;
const markers = ['circle', 'square', 'triangle', 'diamond'] as const;
const tints = ['6B7078', 'A3A8AF', 'C9CCD1', 'E7E8EA'] as const;

/** A chart's native charts: one, or one for the weeks and one for the months. */
export function nativeCharts(chart: InsightChart): readonly NativeChart[] {
  const level = (count: number): Column[] =>
    chart.target === null
      ? []
      : [
          {
            name: 'Target',
            values: Array.from({ length: count }, () => chart.target),
            look: 'target',
          },
        ];
  if (chart.form === 'six-twelve') {
    return halves(chart).map(({ key, places, values, lastYear }) =>
      native(
        `${chart.title}, ${key}`,
        'line',
        places.map((at) => placeSays(at, key === 'months' ? 'year-month' : 'day')),
        [
          { name: 'This year', values, look: 'ink' },
          ...(lastYear ? [{ name: 'Last year', values: lastYear, look: 'faint' } as const] : []),
          ...level(places.length),
        ],
      ),
    );
  }
  if (chart.form === 'waterfall') return [waterfall(chart)];
  const { places, series } = laidOut(chart);
  const days = places.every((at) => /^\d{4}-\d{2}-\d{2}$/.test(at));
  const columns = series.map(({ key, label, values }, index): Column => ({
    name: label,
    values,
    look: key === 'ideal' ? 'faint' : index === 0 || chart.form === 'burndown' ? 'ink' : 'second',
  }));
  const plots = {
    line: 'line',
    burndown: 'line',
    'cumulative-flow': 'area',
    bars: days ? 'columns' : 'rows',
  } as const;
  const plot = plots[chart.form];
  const marked = plot === 'line' ? [...columns, ...level(places.length)] : columns;
  return [native(chart.title, plot, places.map(placeInFull), marked)];
}

/** A waterfall is bars upon bars that nobody sees; what crosses zero is cut there. */
function waterfall(chart: InsightChart): NativeChart {
  const changes = steps(chart);
  const total = changes.at(-1)?.to ?? 0;
  const bars = [
    ...changes.map(({ from, to }) => ({
      low: Math.min(from, to),
      high: Math.max(from, to),
      kind: to < from ? 'Fall' : 'Rise',
    })),
    { low: Math.min(0, total), high: Math.max(0, total), kind: 'Total' },
  ];
  const part = (kind: string, cut: (low: number, high: number) => number) =>
    bars.map((bar) => (bar.kind === kind ? cut(bar.low, bar.high) : null));
  const above = (low: number, high: number) => Math.max(high, 0) - Math.max(low, 0);
  const below = (low: number, high: number) => Math.min(low, 0) - Math.min(high, 0);
  const looks = [
    ['Rise', 'light'],
    ['Fall', 'dark'],
    ['Total', 'white'],
  ] as const;
  const columns: Column[] = [
    {
      name: 'Level before',
      values: bars.map(({ low, high }) => (low >= 0 ? low : Math.min(high, 0))),
      look: 'hidden',
    },
    ...looks.flatMap(([kind, look]): Column[] => {
      // A bar that stays above zero has no part below, and so no label there.
      const under = part(kind, below).map((value) => (value === 0 ? null : value));
      return [
        { name: kind, values: part(kind, above), look },
        ...(under.some((value) => value !== null)
          ? [{ name: `${kind} below zero`, values: under, look }]
          : []),
      ];
    }),
  ];
  const places = [...changes.map(({ at }) => placeInFull(at)), 'Total'];
  return native(chart.title, 'stacked', places, columns);
}

function native(
  title: string,
  plot: Plot,
  places: readonly string[],
  columns: readonly Column[],
): NativeChart {
  const series = columns.map((column, index) => seriesXml(column, index, plot, places));
  const axes = '<c:axId val="111111111"/><c:axId val="222222222"/>';
  const bars = plot === 'columns' || plot === 'rows' || plot === 'stacked';
  const body = bars
    ? `<c:barChart><c:barDir val="${plot === 'rows' ? 'bar' : 'col'}"/><c:grouping val="${plot === 'stacked' ? 'stacked' : 'clustered'}"/><c:varyColors val="0"/>${series.join('')}<c:gapWidth val="60"/>${plot === 'stacked' ? '<c:overlap val="100"/>' : ''}${axes}</c:barChart>`
    : plot === 'area'
      ? `<c:areaChart><c:grouping val="stacked"/><c:varyColors val="0"/>${series.join('')}${axes}</c:areaChart>`
      : `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${series.join('')}<c:marker val="1"/>${axes}</c:lineChart>`;
  const lying = plot === 'rows';
  const legend =
    columns.length > 1
      ? `<c:legend><c:legendPos val="b"/>${plot === 'stacked' ? '<c:legendEntry><c:idx val="0"/><c:delete val="1"/></c:legendEntry>' : ''}<c:overlay val="0"/>${text(1100)}</c:legend>`
      : '';
  const xml = `${xmlHead}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr><a:r><a:rPr lang="en-GB" sz="1200" b="1"/><a:t>${escaped(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>${body}<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation val="${lying ? 'maxMin' : 'minMax'}"/></c:scaling><c:delete val="0"/><c:axPos val="${lying ? 'l' : 'b'}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>${hairline('7F8692')}${text(1000)}<c:crossAx val="222222222"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx><c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="${lying ? 'b' : 'l'}"/><c:majorGridlines>${hairline('DEDFDC')}</c:majorGridlines><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>${text(1000)}<c:crossAx val="111111111"/><c:crosses val="${lying ? 'max' : 'autoZero'}"/><c:crossBetween val="${bars ? 'between' : 'midCat'}"/></c:valAx></c:plotArea>${legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>`;
  return { title, xml, grid: { places, columns } };
}

const fill = (hex: string) => `<a:solidFill><a:srgbClr val="${hex}"/></a:solidFill>`;
const hairline = (hex: string) => `<c:spPr><a:ln w="6350">${fill(hex)}</a:ln></c:spPr>`;
const text = (size: number) =>
  `<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="${size}">${fill('4A5160')}</a:defRPr></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>`;

function seriesXml(
  { name, values, look }: Column,
  index: number,
  plot: Plot,
  places: readonly string[],
): string {
  const letter = columnLetters(index + 1);
  const last = places.length + 1;
  const point = (value: string, place: number) => `<c:pt idx="${place}"><c:v>${value}</c:v></c:pt>`;
  const known = values.map((value, place) => (value === null ? '' : point(`${value}`, place)));
  const categories = places.map((place, at) => point(escaped(place), at));
  const named = `<c:tx><c:strRef><c:f>Sheet1!$${letter}$1</c:f><c:strCache><c:ptCount val="1"/>${point(escaped(name), 0)}</c:strCache></c:strRef></c:tx>`;
  const data = `<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$${last}</c:f><c:strCache><c:ptCount val="${places.length}"/>${categories.join('')}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Sheet1!$${letter}$2:$${letter}$${last}</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="${places.length}"/>${known.join('')}</c:numCache></c:numRef></c:val>`;
  const head = `<c:idx val="${index}"/><c:order val="${index}"/>${named}`;
  if (plot === 'line') {
    const dash = look === 'target' ? 'sysDash' : (dashes[index % dashes.length] ?? 'solid');
    const symbol = look === 'target' || look === 'faint' ? 'none' : markers[index % markers.length];
    const marker =
      symbol === 'none'
        ? '<c:marker><c:symbol val="none"/></c:marker>'
        : `<c:marker><c:symbol val="${symbol}"/><c:size val="5"/><c:spPr>${fill(inks.ink)}</c:spPr></c:marker>`;
    const width = look === 'target' ? 9525 : look === 'faint' ? 12_700 : 19_050;
    return `<c:ser>${head}<c:spPr><a:ln w="${width}">${fill(inks[look])}<a:prstDash val="${dash}"/></a:ln></c:spPr>${marker}${data}<c:smooth val="0"/></c:ser>`;
  }
  const tint = plot === 'stacked' ? inks[look] : (tints[index % tints.length] ?? inks.light);
  const paint =
    look === 'hidden'
      ? '<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
      : `<c:spPr>${fill(tint)}<a:ln w="9525">${fill(inks.ink)}</a:ln></c:spPr>`;
  if (plot === 'area') return `<c:ser>${head}${paint}${data}</c:ser>`;
  const labels =
    look === 'hidden'
      ? ''
      : `<c:dLbls>${text(1000).replace('<c:txPr>', '<c:spPr><a:noFill/></c:spPr><c:txPr>')}<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>`;
  return `<c:ser>${head}${paint}<c:invertIfNegative val="0"/>${labels}${data}</c:ser>`;
}
