/** What a key means in a list. */
export type ListKey = 'next' | 'previous' | 'select' | 'open' | 'first' | 'last';

const meanings: Readonly<Record<string, ListKey>> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  x: 'select',
  Enter: 'open',
  Home: 'first',
  End: 'last',
};

/** The meaning of a key pressed without a modifier. */
export function listKey(key: string): ListKey | undefined {
  return meanings[key];
}

/** Where the position goes in a list of `count` rows; it stops at both ends. −1 is "nowhere". */
export function movedPosition(position: number, count: number, key: ListKey): number {
  if (count === 0) return -1;
  switch (key) {
    case 'next':
      return Math.min(position + 1, count - 1);
    case 'previous':
      return Math.max(position - 1, 0);
    case 'first':
      return 0;
    case 'last':
      return count - 1;
    case 'select':
    case 'open':
      return position;
  }
}
