import type { EntityKind, Id, ImportChange } from '@throughline/contract';
import type { ImportContext } from './importer.ts';
import { entitiesByKey, keepKey } from './keys.ts';
import { invalidImport } from './parse-document.ts';

/** How the records of one file become entities of one kind. */
export interface Reconciliation<K extends EntityKind, R extends { readonly key: string }> {
  readonly file: string;
  readonly kind: K;
  /** In the order in which they are to be created: what is referred to first. */
  readonly records: readonly R[];
  readonly titleOf: (record: R) => string;
  /** An entity that has this key already though no import brought it in; it is adopted. */
  present?(key: string): Promise<Id<K> | undefined>;
  create(record: R): Promise<Id<K>>;
  /** Changes what differs and says so in a sentence; empty where nothing differs. */
  change(id: Id<K>, record: R): Promise<string>;
  /** Ends what was left out; answers its title, or undefined where it had ended already. */
  end(id: Id<K>): Promise<string | undefined>;
}

/**
 * Creates, changes and ends entities until they are what a file's records say; the key is how a
 * record is recognised. Throws `import.invalid` where a key stands twice.
 */
export async function reconcile<K extends EntityKind, R extends { readonly key: string }>(
  context: ImportContext,
  { file, kind, records, titleOf, ...acts }: Reconciliation<K, R>,
): Promise<ImportChange[]> {
  const known = await entitiesByKey(context, kind, file);
  const changes: ImportChange[] = [];
  const seen = new Set<string>();
  for (const record of records) {
    const { key } = record;
    if (seen.has(key)) {
      throw invalidImport({ file, record: key, field: 'key', message: 'stands here twice' });
    }
    seen.add(key);
    const title = titleOf(record);
    const found = known.get(key) ?? (await acts.present?.(key));
    const id = found ?? (await acts.create(record));
    const says = found ? await acts.change(found, record) : '';
    if (!known.has(key)) await keepKey(context, file, key, { kind, id });
    const what = found ? (says === '' ? 'unchanged' : 'changed') : 'created';
    changes.push({ file, key, title, what, says });
  }
  for (const [key, id] of known) {
    if (seen.has(key)) continue;
    const title = await acts.end(id);
    if (title !== undefined) {
      changes.push({ file, key, title, what: 'ended', says: 'is no longer in the file' });
    }
  }
  return changes;
}
