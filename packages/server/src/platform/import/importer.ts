import type { ImportChange, ImportWarning } from '@throughline/contract';
import type { ReadContext, WriteContext } from '../context.ts';

/** One file of an organisation's folder, read. */
export interface ImportDocument {
  /** Its path inside the folder: `units.yaml`, `learning/track.yaml`. */
  readonly file: string;
  /** Its text as it stands. */
  readonly text: string;
  /** What the YAML says, unchecked; the text itself where it is no YAML. */
  readonly value: unknown;
}

/** A write that belongs to an import. */
export interface ImportContext extends WriteContext {
  /** `import:procore`: the system under which imported entities are known by their keys. */
  readonly system: string;
  /** The day from which the import's changes hold, in the organisation's zone. */
  readonly today: Temporal.PlainDate;
}

/**
 * How a domain loads its files. There is no second function for the plan: a plan is this import,
 * rolled back, so that it can't say anything else than what happens.
 */
export interface Importer {
  /** Files that it reads, in order; one that ends in `/` stands for a whole folder. */
  readonly files: readonly string[];
  /**
   * Brings the database to what the documents say and tells of every record. Called only with its
   * own files, at least one; a file that is missing says nothing about its kind. Called again with
   * the same documents it changes nothing. Throws `import.invalid`.
   */
  apply(context: ImportContext, documents: readonly ImportDocument[]): Promise<ImportChange[]>;
  /** What of its files, once imported, can't do what it is for. */
  warnings?(documents: readonly ImportDocument[]): ImportWarning[];
  /** The same files, written from the database. */
  export?(context: ReadContext): Promise<{ file: string; text: string }[]>;
}

/** Whether an importer reads a file. */
export function reads(importer: Importer, file: string): boolean {
  return importer.files.some((own) => (own.endsWith('/') ? file.startsWith(own) : file === own));
}
