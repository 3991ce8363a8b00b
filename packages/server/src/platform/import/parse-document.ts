import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { problem, type DomainError } from '../problem.ts';
import type { ImportDocument } from './importer.ts';

/** What is wrong in a file: where, and how. */
export interface ImportFault {
  readonly file: string;
  /** The key of the record; empty for the file as a whole. */
  readonly record: string;
  readonly field: string;
  readonly message: string;
}

/** The error to throw for faults in the files: nothing is imported. */
export function invalidImport(...faults: readonly ImportFault[]): DomainError {
  const [first] = faults;
  const place = [first?.file, first?.record, first?.field].filter(Boolean).join(', ');
  return problem('import.invalid', `${place}: ${first?.message ?? 'is not valid'}`, {
    errors: faults.map((fault) => ({
      ...fault,
      where: [fault.file, fault.record, fault.field].filter(Boolean).join(', '),
    })),
  });
}

/** Reads a file's text: YAML becomes what it says, everything else stays text. */
export function readDocument(file: string, text: string): ImportDocument {
  if (!/\.ya?ml$/.test(file)) return { file, text, value: text };
  try {
    return { file, text, value: parse(text, { maxAliasCount: 100 }) };
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw invalidImport({ file, record: '', field: '', message: error.message });
  }
}

function keyAt(value: unknown, path: readonly PropertyKey[]): string {
  let current = value;
  let key = '';
  for (const step of path) {
    if (typeof current !== 'object' || current === null) break;
    current = (current as Record<PropertyKey, unknown>)[step];
    if (typeof current === 'object' && current !== null && 'key' in current) {
      key = String(current.key);
    }
  }
  return key;
}

/**
 * A document's value as a schema has it (`z.strictObject`, so that a misspelt field is an error).
 * Throws `import.invalid` with every fault: file, the record's key, field, message.
 */
export function parseDocument<S extends z.ZodType>(
  document: ImportDocument,
  schema: S,
): z.output<S> {
  const parsed = schema.safeParse(document.value);
  if (parsed.success) return parsed.data;
  throw invalidImport(
    ...parsed.error.issues.map((issue) => ({
      file: document.file,
      record: keyAt(document.value, issue.path),
      field: issue.path.map(String).join('.'),
      message: issue.message,
    })),
  );
}
