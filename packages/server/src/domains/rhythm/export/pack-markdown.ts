import { chartTables, numberSays } from '@throughline/chart';
import type { AssembledSection, InsightResult } from '@throughline/contract';
import type { PackToExport } from './pack-to-export.ts';

/** A text of people within a line of Markdown: its marks lose their meaning. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|~]/g, '\\$&');
}

function cell(value: string | number | boolean | null | undefined): string {
  return value === null || value === undefined ? '–' : plain(String(value));
}

function table(columns: readonly string[], rows: readonly string[][]): string[] {
  return [
    `| ${columns.join(' | ')} |`,
    `| ${columns.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
  ];
}

function section({
  title,
  insight,
  comment,
  awaited,
  missing,
  result,
}: AssembledSection): string[] {
  const lines = [`## ${plain(title)}`, ''];
  if (comment)
    lines.push(
      ...comment.text.split('\n').map((line) => `> ${plain(line)}`),
      `> — ${plain(comment.by)}`,
      '',
    );
  if (awaited !== undefined) lines.push(`_${plain(awaited)} was asked for a comment._`, '');
  if (missing !== null || !result) {
    lines.push(`_Missing:_ ${plain(missing ?? '')} (\`${insight}\`)`, '');
    return lines;
  }
  lines.push(plain(result.says), '');
  if (result.figures.length > 0) {
    lines.push(
      ...table(
        ['Figure', 'Value', 'Unit', 'As of'],
        result.figures.map((figure) => [
          cell(figure.label),
          cell(figure.value),
          cell(figure.unit),
          cell(figure.asOf && `${figure.asOf.slice(0, 10)}${figure.stale ? ' (stale)' : ''}`),
        ]),
      ),
    );
  }
  lines.push(...result.charts.flatMap(chart));
  if (result.columns.length > 0 && result.rows.length > 0) {
    lines.push(
      ...table(
        result.columns.map(({ label }) => plain(label)),
        result.rows.map((row) => result.columns.map(({ key }) => cell(row[key]))),
      ),
    );
  }
  return lines;
}

function chart(of: InsightResult['charts'][number]): string[] {
  return chartTables(of).flatMap(({ title, columns, rows }) => [
    `### ${plain([of.title, title, of.unit].filter(Boolean).join(', '))}`,
    '',
    ...table(
      columns.map(plain),
      rows.map(({ place, values }) => [plain(place), ...values.map(numberSays)]),
    ),
  ]);
}

function changes({ difference }: PackToExport): string[] {
  if (!difference) return [];
  const { against, figures, sentences } = difference;
  return [
    '## What changed',
    '',
    `Against ${plain(against.title)}, revision ${against.revision}.`,
    '',
    ...(figures.length === 0 ? ['No figure changed.', ''] : []),
    ...(figures.length > 0
      ? table(
          ['Section', 'Figure', 'Before', 'Now', 'Unit', 'What'],
          figures.map((one) => [
            plain(one.section),
            plain(one.label),
            numberSays(one.before),
            numberSays(one.after),
            plain(one.unit),
            one.what,
          ]),
        )
      : []),
    ...sentences.flatMap((one) => [
      `- ${plain(one.section)}: “${plain(one.after)}” Before: “${plain(one.before)}”`,
    ]),
    ...(sentences.length > 0 ? [''] : []),
  ];
}

/** A pack as Markdown, the canonical text of its exports: the same pack gives the same bytes. */
export function packMarkdown(pack: PackToExport): string {
  const { content, sha256 } = pack;
  return [
    `# ${plain(content.title)}`,
    '',
    `${plain(content.cycle)} of ${plain(content.unit)}, held ${content.startsAt}. Pack revision ${content.revision}, frozen ${content.frozenAt} as seen by ${content.audience}.`,
    '',
    ...(content.reason ? [`Revised because: ${plain(content.reason)}`, ''] : []),
    ...changes(pack),
    ...content.sections.flatMap(section),
    '---',
    '',
    `SHA-256 of the canonical JSON: \`${sha256}\``,
    '',
  ].join('\n');
}
