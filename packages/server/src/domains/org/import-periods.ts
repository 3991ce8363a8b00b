import type { ImportChange } from '@throughline/contract';
import type { ImportContext } from '../../platform/import/importer.ts';
import { invalidImport } from '../../platform/import/parse-document.ts';
import { changes, forRecord, importFields } from './import-fields.ts';
import type { Period } from './rules.ts';

/** A row of a relation that holds for a period, as the import finds it. */
interface PeriodRow extends Period {
  readonly key: string;
  readonly imported: boolean;
}

/** How records of a file become rows of a relation that holds for a period. */
export interface PeriodImport<
  R extends { readonly key: string },
  Row extends PeriodRow,
  F extends Period,
> {
  readonly file: string;
  readonly records: readonly R[];
  readonly known: ReadonlyMap<string, Row>;
  titleOf(record: R): string;
  /** What a record says, with its references resolved. */
  fieldsOf(record: R): Promise<F>;
  /** The same fields as the row has them. */
  fieldsIn(row: Row): F;
  create(key: string, fields: F): Promise<void>;
  replace(row: Row, fields: F): Promise<void>;
  adopt(row: Row): Promise<void>;
  end(row: Row, on: string): Promise<void>;
  titleIn(row: Row): string;
}

/**
 * Creates, changes and ends rows until they are what the records say. What ends comes first and what
 * is new comes last, so that a successor may begin on the day on which the one before ends.
 */
export async function importPeriods<
  R extends { readonly key: string },
  Row extends PeriodRow,
  F extends Period,
>(context: ImportContext, relation: PeriodImport<R, Row, F>): Promise<ImportChange[]> {
  const { file, records, known } = relation;
  const seen = new Set<string>();
  for (const { key } of records) {
    if (seen.has(key))
      throw invalidImport({ file, record: key, field: 'key', message: 'stands here twice' });
    seen.add(key);
  }
  const told: ImportChange[] = [];
  const today = context.today.toString();
  for (const row of known.values()) {
    if (!row.imported || seen.has(row.key) || (row.until !== null && row.until <= today)) continue;
    await forRecord(file, row.key, () => relation.end(row, today));
    const title = relation.titleIn(row);
    told.push({ file, key: row.key, title, what: 'ended', says: 'is no longer in the file' });
  }
  const fresh: R[] = [];
  for (const record of records) {
    const row = known.get(record.key);
    if (!row) {
      fresh.push(record);
      continue;
    }
    const fields = await relation.fieldsOf(record);
    const different = importFields<F>(relation.fieldsIn(row), fields);
    if (different.length > 0) await forRecord(file, row.key, () => relation.replace(row, fields));
    if (!row.imported) await relation.adopt(row);
    const what = different.length > 0 ? 'changed' : 'unchanged';
    told.push({
      file,
      key: row.key,
      title: relation.titleOf(record),
      what,
      says: changes(different),
    });
  }
  for (const record of fresh) {
    const fields = await relation.fieldsOf(record);
    await forRecord(file, record.key, () => relation.create(record.key, fields));
    told.push({
      file,
      key: record.key,
      title: relation.titleOf(record),
      what: 'created',
      says: '',
    });
  }
  return told;
}
