import { contentTypes, escaped, ooxmlPackage, relationships, xmlHead } from './ooxml.ts';

/** Columns of numbers beside their places, as a native chart and its workbook hold them. */
export interface ChartGrid {
  readonly places: readonly string[];
  readonly columns: readonly {
    readonly name: string;
    readonly values: readonly (number | null)[];
  }[];
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** `A`, `Z`, `AA`: a column by its index from 0. */
export function columnLetters(index: number): string {
  const last = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

/** The workbook behind a native chart: what opens when somebody edits its data. */
export function chartWorkbook({ places, columns }: ChartGrid): Uint8Array {
  const words = (at: string, text: string) =>
    `<c r="${at}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;
  const head = columns.map(({ name }, index) => words(`${columnLetters(index + 1)}1`, name));
  const rows = places.map((place, row) => {
    const cells = columns.map(({ values }, index) => {
      const value = values[row] ?? null;
      return value === null
        ? ''
        : `<c r="${columnLetters(index + 1)}${row + 2}"><v>${value}</v></c>`;
    });
    return `<row r="${row + 2}">${words(`A${row + 2}`, place)}${cells.join('')}</row>`;
  });
  return ooxmlPackage({
    '[Content_Types].xml': contentTypes({
      'xl/workbook.xml': `${sheetType}.sheet.main+xml`,
      'xl/worksheets/sheet1.xml': `${sheetType}.worksheet+xml`,
    }),
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${xmlHead}<workbook xmlns="${main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([['worksheet', 'worksheets/sheet1.xml']]),
    'xl/worksheets/sheet1.xml': `${xmlHead}<worksheet xmlns="${main}"><sheetData><row r="1">${words('A1', ' ')}${head.join('')}</row>${rows.join('')}</sheetData></worksheet>`,
  });
}
