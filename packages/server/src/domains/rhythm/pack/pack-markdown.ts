import type { AssembledSection, PackContent } from '@throughline/contract';

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

/** A pack as Markdown: the same content gives the same text. */
export function packMarkdown(pack: { content: PackContent; sha256: string }): string {
  const { content, sha256 } = pack;
  return [
    `# ${plain(content.title)}`,
    '',
    `${plain(content.cycle)} of ${plain(content.unit)}, held ${content.startsAt}. Pack revision ${content.revision}, frozen ${content.frozenAt} as seen by ${content.audience}.`,
    '',
    ...(content.reason ? [`Revised because: ${plain(content.reason)}`, ''] : []),
    ...content.sections.flatMap(section),
    '---',
    '',
    `SHA-256 of the canonical JSON: \`${sha256}\``,
    '',
  ].join('\n');
}
