import type { OperationOf, OutputOf } from '@throughline/contract';
import { numberOf } from './source-rules.ts';

/** A row of an uploaded file, with what would become of it. */
export type CheckedRow = OutputOf<OperationOf<'catalog.checkMetricCsv'>>['rows'][number];

/** What stands of a day. */
export interface Standing {
  readonly value: number;
  readonly note: string;
}

const most = 5000;
/** What our own export of a metric's values says besides: read past, so that it can be uploaded again. */
const exported = ['via', 'recordedat', 'recordedby', 'corrections', 'current'];
const longestNote = 1000;

interface Line {
  /** Where the row begins in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows of a CSV (RFC 4180): quoted cells may hold separators, quotes twice, and line ends. */
function linesOf(text: string, separator: string): Line[] {
  const lines: Line[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let begins = 1;
  const endCell = () => {
    cells.push(cell);
    cell = '';
  };
  const endLine = () => {
    endCell();
    if (cells.some((one) => one.trim() !== '')) lines.push({ line: begins, cells });
    cells = [];
  };
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (character === '\n') line += 1;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else quoted = false;
    } else if (character === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (character === separator) endCell();
    else if (character === '\n') {
      endLine();
      begins = line;
    } else if (character !== '\r') cell += character;
  }
  endLine();
  return lines;
}

/** The separator that the header uses most: spreadsheets write semicolons or tabs in some places. */
function separatorOf(header: string): string {
  const count = (separator: string) => header.split(separator).length;
  return [',', ';', '\t'].toSorted((one, other) => count(other) - count(one))[0] ?? ',';
}

function whole(fault: string): CheckedRow[] {
  return [{ line: 1, on: '', value: null, note: '', effect: 'refused', fault }];
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** The days that a file names, as far as they are days. */
export function daysOf(rows: readonly CheckedRow[]): string[] {
  return rows.flatMap(({ on }) => (isDay(on) ? [on] : []));
}

/**
 * A file's rows, each with what is wrong with it: a header `day,value` or `day,value,note`, then one
 * row a day, none after `latest`. A file that can't be read as such is one refused row.
 */
export function readCsv(text: string, latest: Temporal.PlainDate): CheckedRow[] {
  const content = text.replace(/^\uFEFF/, '');
  const [header = ''] = content.split(/\r?\n/, 1);
  const [names, ...lines] = linesOf(content, separatorOf(header));
  const columns = (names?.cells ?? []).map((name) => {
    const plain = name.trim().toLowerCase();
    return plain === 'on' ? 'day' : plain;
  });
  const [day, value, note] = ['day', 'value', 'note'].map((name) => columns.indexOf(name));
  const unknown = columns.filter((name) => !['day', 'value', 'note', ...exported].includes(name));
  if (day === undefined || value === undefined || day === -1 || value === -1) {
    return whole('The first line must name the columns: day,value or day,value,note.');
  }
  if (unknown.length > 0) return whole(`Nobody reads the column “${unknown[0]}”. Leave it out.`);
  if (lines.length === 0) return whole('Below the first line there is no row.');
  if (lines.length > most) return whole(`The file has ${lines.length} rows; ${most} are the most.`);
  const first = new Map<string, number>();
  return lines.map(({ line, cells }): CheckedRow => {
    const cell = (index: number | undefined) => cells[index ?? -1]?.trim() ?? '';
    const on = cell(day);
    const read = numberOf(cell(value));
    const said = cell(note);
    const earlier = first.get(on);
    if (earlier === undefined) first.set(on, line);
    const fault =
      cells.length > columns.length
        ? `This row has ${cells.length} cells; there are ${columns.length} columns.`
        : !isDay(on)
          ? `“${on}” is no day; write it as 2026-11-23.`
          : on > latest.toString()
            ? `${on} is still to come.`
            : earlier !== undefined
              ? `${on} stands in line ${earlier} already.`
              : read === undefined
                ? `“${cell(value)}” is no number; write it as 1234.5.`
                : said.length > longestNote
                  ? `The note is longer than ${longestNote} characters.`
                  : null;
    return { line, on, value: read ?? null, note: said, effect: fault ? 'refused' : 'new', fault };
  });
}

/** Says of each good row whether it is new, corrects what stands of its day, or changes nothing. */
export function withEffects(
  rows: readonly CheckedRow[],
  standing: ReadonlyMap<string, Standing>,
): CheckedRow[] {
  return rows.map((row) => {
    if (row.fault !== null) return row;
    const stands = standing.get(row.on);
    if (!stands) return row;
    const same = stands.value === row.value && stands.note === row.note;
    return { ...row, effect: same ? 'unchanged' : 'correction' };
  });
}
