import { problem } from '../problem.ts';

/** A page's end as an opaque cursor: the sort key of its last row. */
export function writeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The sort key in a cursor, of `length` parts; empty where there is no cursor. Throws `invalid_input`. */
export function readCursor(cursor: string | undefined, length: number): string[] {
  if (cursor === undefined) return [];
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(key) &&
      key.length === length &&
      key.every((part) => typeof part === 'string')
    ) {
      return key;
    }
  } catch {
    // Falls through: whatever is not one of our cursors is refused alike.
  }
  throw problem('invalid_input', 'This cursor is not one that a list answered. Begin without one.');
}
