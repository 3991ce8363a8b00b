import type { Tx } from '../database/connect.ts';
import { SecretUnreadable, type Secrets } from './secrets.ts';

/** A secret as its row holds it: plain from before secrets were sealed, or sealed. */
export interface KeptSecret {
  readonly id: string;
  readonly purpose: string;
  readonly plain: string | null;
  readonly sealed: string | null;
}

/** A table's secrets, so that a start can seal them. */
export interface KeptSecrets {
  /** What they are, in plural, for whoever starts the server. */
  readonly name: string;
  /** What to do for each that can't be opened any more. */
  readonly remedy: string;
  /** All of them, their rows locked. */
  load(tx: Tx): Promise<readonly KeptSecret[]>;
  /** Puts the sealed form in the place of whatever there was. */
  keep(tx: Tx, id: string, sealed: string): Promise<void>;
}

function tellUnreadable(
  { name, remedy }: KeptSecrets,
  missing: ReadonlySet<string>,
  counts: { unreadable: number; changed: number },
  say: (line: string) => void,
): void {
  const why = [
    ...(missing.size > 0
      ? [`the key that sealed them is missing (${[...missing].join(', ')})`]
      : []),
    ...(counts.changed > 0
      ? [`${counts.changed} changed since sealed, or moved between rows`]
      : []),
  ].join('; ');
  const putBack =
    missing.size > 0
      ? 'Put the key back behind the present one (THROUGHLINE_SECRET_KEY, separated by a comma, or a line of the file secret-key in THROUGHLINE_DATA) and start again, or: '
      : '';
  say(`${counts.unreadable} ${name} can't be opened: ${why}. ${putBack}${remedy}`);
}

/**
 * Brings a table's secrets under the present key: plain ones from earlier versions, and those that an
 * older key sealed. What can't be opened stays as it is, and is told. May run any number of times, on
 * several nodes at once.
 */
export async function sealAtStart(
  tx: Tx,
  secrets: Secrets,
  kept: KeptSecrets,
  say: (line: string) => void,
): Promise<void> {
  const missing = new Set<string>();
  const counts = { plain: 0, again: 0, unreadable: 0, changed: 0 };
  for (const { id, purpose, plain, sealed } of await kept.load(tx)) {
    try {
      const text = sealed === null ? plain : secrets.open(purpose, sealed);
      if (text === null || (sealed !== null && secrets.isCurrent(sealed))) continue;
      await kept.keep(tx, id, secrets.seal(purpose, text));
      counts[sealed === null ? 'plain' : 'again'] += 1;
    } catch (error) {
      if (!(error instanceof SecretUnreadable)) throw error;
      counts.unreadable += 1;
      if (error.missingKey === undefined) counts.changed += 1;
      else missing.add(error.missingKey);
    }
  }
  if (counts.plain > 0) {
    say(
      `Sealed ${counts.plain} ${kept.name} that lay in plain text. Backups from before still show them: ${kept.remedy}`,
    );
  }
  if (counts.again > 0) say(`Sealed ${counts.again} ${kept.name} with the present key.`);
  if (counts.unreadable > 0) tellUnreadable(kept, missing, counts, say);
}
