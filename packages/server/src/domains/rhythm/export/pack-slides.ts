import { amountSays, chartTables, hasValues, numberSays } from '@throughline/chart';
import type { AssembledSection } from '@throughline/contract';
import { nativeCharts, type NativeChart } from './native-chart.ts';
import { instantSays, type PackToExport } from './pack-to-export.ts';

/** One slide, before it is XML. */
export interface Slide {
  readonly title: string;
  readonly lines: readonly string[];
  readonly quote?: { readonly text: string; readonly by: string } | undefined;
  readonly table?: readonly (readonly string[])[] | undefined;
  readonly charts?: readonly NativeChart[] | undefined;
  readonly notes: string;
}

const rowsOnSlide = 11;
const cellSays = (value: string | number | boolean | null | undefined) =>
  typeof value === 'number'
    ? numberSays(value)
    : value === null || value === undefined
      ? '–'
      : String(value);

function tableSlides(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  rest: { lines: readonly string[]; notes: string },
): Slide[] {
  const pages = Math.max(1, Math.ceil(rows.length / rowsOnSlide));
  return Array.from({ length: pages }, (_, page) => ({
    title: pages === 1 ? title : `${title} (${page + 1} of ${pages})`,
    table: [head, ...rows.slice(page * rowsOnSlide, (page + 1) * rowsOnSlide)],
    ...rest,
  }));
}

function sectionSlides(section: AssembledSection): Slide[] {
  const { title, comment, missing, result, insight } = section;
  const source = `From ${insight}, asked ${JSON.stringify(section.parameters)}.`;
  const said = comment ? `${comment.by}, ${instantSays(comment.at)}: ${comment.text}` : '';
  if (!result) {
    return [
      {
        title,
        lines: [`Missing: ${missing ?? ''}`],
        notes: [said, source].filter(Boolean).join('\n'),
      },
    ];
  }
  const notes = [result.says, said, source].filter(Boolean).join('\n');
  const quote = comment ?? undefined;
  const figures = result.figures.map((figure) => [
    figure.label,
    amountSays(figure.value, figure.unit),
    figure.asOf === null ? '–' : `${figure.asOf.slice(0, 10)}${figure.stale ? ' (stale)' : ''}`,
  ]);
  const [first, ...more] =
    figures.length === 0
      ? [{ title, lines: [result.says], notes }]
      : tableSlides(title, ['Figure', 'Value', 'As of'], figures, { lines: [result.says], notes });
  const slides: Slide[] = first ? [{ ...first, quote }, ...more] : [];
  for (const chart of result.charts.filter(hasValues)) {
    const numbers = chartTables(chart).flatMap((table) => [
      [table.title, ...table.columns].filter(Boolean).join(' | '),
      ...table.rows.map(({ place, values }) => [place, ...values.map(numberSays)].join(' | ')),
    ]);
    slides.push({
      title: `${title}: ${chart.title}`,
      lines: [
        [chart.unit, chart.target === null ? '' : `target ${numberSays(chart.target)}`]
          .filter(Boolean)
          .join(', '),
      ],
      charts: nativeCharts(chart),
      notes: [source, ...numbers].join('\n'),
    });
  }
  if (result.columns.length > 0 && result.rows.length > 0) {
    slides.push(
      ...tableSlides(
        `${title}: records`,
        result.columns.map(({ label }) => label),
        result.rows.map((row) => result.columns.map(({ key }) => cellSays(row[key]))),
        { lines: [], notes: source },
      ),
    );
  }
  return slides;
}

/** The slides of a pack, in the order in which its review goes through them. */
export function packSlides({ content, sha256, difference }: PackToExport): Slide[] {
  const opening: Slide = {
    title: content.title,
    lines: [
      `${content.cycle} of ${content.unit}, ${instantSays(content.startsAt)}`,
      `Pack revision ${content.revision}, frozen ${instantSays(content.frozenAt)}, as seen by ${content.audience}`,
      ...(content.reason ? [`Revised because: ${content.reason}`] : []),
      `SHA-256 ${sha256}`,
    ],
    notes: `Every figure is of the freeze. SHA-256 of the canonical JSON: ${sha256}`,
  };
  const changed = difference
    ? tableSlides(
        'What changed',
        ['Section', 'Figure', 'Before', 'Now', 'What'],
        difference.figures.map((one) => [
          one.section,
          one.label,
          numberSays(one.before),
          amountSays(one.after, one.unit),
          one.what,
        ]),
        {
          lines: [
            `Against ${difference.against.title}, revision ${difference.against.revision}.${difference.figures.length === 0 ? ' No figure changed.' : ''}`,
          ],
          notes: difference.sentences
            .map((one) => `${one.section}: ${one.after} Before: ${one.before}`)
            .join('\n'),
        },
      )
    : [];
  return [opening, ...changed, ...content.sections.flatMap(sectionSlides)];
}
