import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { amountSays, chartTables, drawChart, hasValues, numberSays } from '@throughline/chart';
import type { AssembledSection, InsightResult } from '@throughline/contract';
import { drawingSvg } from './drawing-svg.ts';
import { instantSays, type PackToExport } from './pack-to-export.ts';

/** A piece of a document as pdfmake takes it. Its own types bring a browser's along. */
type Content = Readonly<Record<string, unknown>>;

interface Placed {
  readonly headlineLevel?: number;
  readonly startPosition: { readonly verticalRatio?: number };
}

/** What we use of pdfmake. */
interface PdfWriter {
  setFonts(fonts: Readonly<Record<string, Readonly<Record<string, string>>>>): void;
  setLocalAccessPolicy(allows: (path: string) => boolean): void;
  setUrlAccessPolicy(allows: (url: string) => boolean): void;
  createPdf(document: Content): { getBuffer(): Promise<Buffer> };
}

const small = { fontSize: 8, color: '#626A79' } as const;
const hairlines = {
  hLineWidth: (row: number, node: { table: { body: unknown[] } }) =>
    row === 0 || row === node.table.body.length ? 0 : 0.5,
  vLineWidth: () => 0,
  hLineColor: (row: number) => (row === 1 ? '#7F8692' : '#DEDFDC'),
  paddingLeft: () => 0,
  paddingRight: () => 8,
};

function table(head: readonly string[], rows: readonly (readonly string[])[]): Content {
  const cell = (text: string) => ({ text, fontSize: 8.5 });
  return {
    layout: hairlines,
    margin: [0, 4, 0, 8],
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: head.map((_, index) => (index === 0 ? '*' : 'auto')),
      body: [
        head.map((text) => ({ ...cell(text), bold: true, color: '#4A5160' })),
        ...rows.map((row) => row.map(cell)),
      ],
    },
  };
}

const cellSays = (value: string | number | boolean | null | undefined) =>
  typeof value === 'number'
    ? numberSays(value)
    : value === null || value === undefined
      ? '–'
      : `${value}`;

function chart(of: InsightResult['charts'][number]): Content[] {
  const title = `${of.title}${of.unit === '' ? '' : `, ${of.unit}`}`;
  if (!hasValues(of)) return [];
  const drawing = drawChart(of, { width: 620, height: 190 });
  return [
    {
      unbreakable: true,
      stack: [
        { text: title, bold: true, margin: [0, 6, 0, 4] },
        { svg: drawingSvg(drawing), width: 500 },
      ],
    },
    ...chartTables(of).flatMap(({ title: part, columns, rows }): Content[] => [
      ...(part === '' ? [] : [{ text: part, ...small, margin: [0, 4, 0, 0] }]),
      table(
        columns,
        rows.map(({ place, values }) => [place, ...values.map(numberSays)]),
      ),
    ]),
  ];
}

function section({ title, comment, missing, result, insight }: AssembledSection): Content[] {
  return [
    { text: title, fontSize: 13, bold: true, margin: [0, 14, 0, 4], headlineLevel: 1 },
    ...(comment
      ? [
          {
            margin: [10, 0, 0, 6],
            stack: [
              { text: comment.text, italics: true },
              { text: `${comment.by}, ${instantSays(comment.at)}`, ...small },
            ],
          },
        ]
      : []),
    ...(result
      ? [
          { text: result.says },
          ...(result.figures.length > 0
            ? [
                table(
                  ['Figure', 'Value', 'As of'],
                  result.figures.map((one) => [
                    one.label,
                    amountSays(one.value, one.unit),
                    one.asOf === null
                      ? '–'
                      : `${one.asOf.slice(0, 10)}${one.stale ? ' (stale)' : ''}`,
                  ]),
                ),
              ]
            : []),
          ...result.charts.flatMap(chart),
          ...(result.columns.length > 0 && result.rows.length > 0
            ? [
                table(
                  result.columns.map(({ label }) => label),
                  result.rows.map((row) => result.columns.map(({ key }) => cellSays(row[key]))),
                ),
              ]
            : []),
        ]
      : [{ text: `Missing: ${missing ?? ''} (${insight})` }]),
  ];
}

function changes({ difference }: PackToExport): Content[] {
  if (!difference) return [];
  const { against, figures, sentences } = difference;
  return [
    { text: 'What changed', fontSize: 13, bold: true, margin: [0, 14, 0, 4], headlineLevel: 1 },
    { text: `Against ${against.title}, revision ${against.revision}.` },
    figures.length === 0
      ? { text: 'No figure changed.' }
      : table(
          ['Figure', 'Section', 'Before', 'Now', 'What'],
          figures.map((one) => [
            one.label,
            one.section,
            numberSays(one.before),
            amountSays(one.after, one.unit),
            one.what,
          ]),
        ),
    ...sentences.map((one): Content => ({
      text: `${one.section}: ${one.after} Before: ${one.before}`,
      ...small,
    })),
  ];
}

function documentOf(pack: PackToExport): Content {
  const { content, sha256 } = pack;
  const frozen = new Date(Temporal.Instant.from(content.frozenAt).epochMilliseconds);
  return {
    pageSize: 'A4',
    pageMargins: [48, 48, 48, 56],
    info: {
      title: content.title,
      producer: 'Throughline',
      creator: 'Throughline',
      creationDate: frozen,
      modDate: frozen,
    },
    defaultStyle: { font: 'Roboto', fontSize: 9.5, color: '#16191F', lineHeight: 1.2 },
    footer: (page: number, pages: number) => ({
      margin: [48, 16, 48, 0],
      columns: [
        { text: `SHA-256 ${sha256}`, ...small, fontSize: 7 },
        { text: `${page} of ${pages}`, ...small, alignment: 'right', width: 60 },
      ],
    }),
    pageBreakBefore: ({ headlineLevel, startPosition }: Placed) =>
      headlineLevel === 1 && (startPosition.verticalRatio ?? 0) > 0.86,
    content: [
      { text: content.title, fontSize: 20, bold: true },
      { text: `${content.cycle} of ${content.unit}, ${instantSays(content.startsAt)}` },
      {
        text: `Pack revision ${content.revision}, frozen ${instantSays(content.frozenAt)}, as seen by ${content.audience}.`,
        color: '#4A5160',
      },
      ...(content.reason ? [{ text: `Revised because: ${content.reason}` }] : []),
      ...changes(pack),
      ...content.sections.flatMap(section),
    ],
  };
}

/**
 * A pack as PDF, with the drawings of its charts and their tables. Its dates and its identifier are
 * of the freeze, so that the same pack gives the same bytes. The writer is loaded when first asked.
 */
export function packPdf(pack: PackToExport): Promise<Buffer> {
  const resolve = createRequire(import.meta.url);
  const pdfmake = resolve('pdfmake') as PdfWriter;
  const folder = join(dirname(resolve.resolve('pdfmake')), '../fonts/Roboto');
  const face = (name: string) => join(folder, `Roboto-${name}.ttf`);
  pdfmake.setFonts({
    Roboto: {
      normal: face('Regular'),
      bold: face('Medium'),
      italics: face('Italic'),
      bolditalics: face('MediumItalic'),
    },
  });
  // Nothing but its own fonts is read, and nothing is fetched, whatever a pack says.
  pdfmake.setLocalAccessPolicy((path) => path.startsWith(folder));
  pdfmake.setUrlAccessPolicy(() => false);
  return pdfmake.createPdf(documentOf(pack)).getBuffer();
}
