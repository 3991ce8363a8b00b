import { createHash } from 'node:crypto';
import type { ConflictFile, ConflictSide } from './conflict.ts';

/**
 * Names a set of files in conflict: the same paths with the same three contents have the same
 * fingerprint, in whatever pick or merge they come up. Under it a resolution can be remembered.
 */
export function conflictFingerprint(files: readonly ConflictFile[]): string {
  const side = (of: ConflictSide | undefined) => (of === undefined ? '-' : `${of.mode} ${of.sha}`);
  const lines = files.map(({ path, base, ours, theirs }) =>
    JSON.stringify([path, side(base), side(ours), side(theirs)]),
  );
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex');
}
