import type { Context } from '@throughline/flag-engine';
import { clientFlags, evaluateForClient } from '../serving/client-payload.ts';
import type { Snapshot } from '../serving/snapshot.ts';
import { clientDelete, clientPatch } from './change-frame.ts';
import { affectedFlags, type SnapshotChange } from './snapshot-change-rules.ts';

/** What a change means for clients that are told values: null where it means nothing. */
export interface ClientChanges {
  frameFor(context: Context, reasons: boolean): Buffer;
}

/**
 * The patches that one change means for client-side SDKs. Values differ by context, but few: what
 * several contexts get alike is encoded once.
 */
export function clientChanges(
  before: Snapshot,
  now: Snapshot,
  change: SnapshotChange,
): ClientChanges | null {
  const visible = clientFlags(now);
  const flags = affectedFlags(now, change, visible.keys());
  const hidden = [...clientFlags(before).keys()].filter((key) => !visible.has(key));
  if (flags.length === 0 && hidden.length === 0) return null;
  const deletes = hidden.map((key) => clientDelete(key, now.version)).join('');
  const encoded = new Map<string, Buffer>();
  return {
    frameFor(context, reasons) {
      const answers = evaluateForClient(now, context, { reasons, flags });
      const text = answers.map(({ json }) => clientPatch(json)).join('') + deletes;
      let buffer = encoded.get(text);
      if (!buffer) {
        if (encoded.size > 1000) encoded.clear();
        encoded.set(text, (buffer = Buffer.from(text)));
      }
      return buffer;
    },
  };
}
