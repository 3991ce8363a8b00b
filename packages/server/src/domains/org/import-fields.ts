import { isDeepStrictEqual } from 'node:util';
import type { Id } from '@throughline/contract';
import type { ImportContext } from '../../platform/import/importer.ts';
import { invalidImport } from '../../platform/import/parse-document.ts';
import { DomainError } from '../../platform/problem.ts';
import { idByKey } from './store.ts';

/** Names what differs between two records, for a sentence of the plan: “name, purpose”. */
export function importFields<T extends object>(before: T, after: T): string[] {
  return (Object.keys(after) as (keyof T & string)[]).filter(
    (field) => !isDeepStrictEqual(before[field], after[field]),
  );
}

/** The sentence of a change. */
export function changes(fields: readonly string[]): string {
  return fields.length === 0 ? '' : `changes ${fields.join(', ')}`;
}

/** A unit that a record names. Throws `import.invalid`. */
export async function unitNamedIn(
  context: ImportContext,
  file: string,
  record: string,
  field: string,
  key: string,
): Promise<Id<'unit'>> {
  const id = await idByKey(context.tx, 'unit', key);
  if (!id) throw invalidImport({ file, record, field, message: `“${key}” is no unit` });
  return id;
}

/** The person that a record names; null where it says `vacant`. Throws `import.invalid`. */
export async function holderNamedIn(
  context: ImportContext,
  file: string,
  record: string,
  key: string,
): Promise<Id<'person'> | null> {
  if (key === 'vacant') return null;
  const id = await idByKey(context.tx, 'person', key);
  if (!id) throw invalidImport({ file, record, field: 'person', message: `“${key}” is no person` });
  return id;
}

/** Runs what a record asks for; a refusal of the domain names the file and the record. */
export async function forRecord<T>(
  file: string,
  record: string,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'import.invalid') throw error;
    throw invalidImport({ file, record, field: '', message: error.message });
  }
}
