/** A line of a tree, as its keys see it. */
interface TreeLine {
  readonly key: string;
  /** How deep it lies; 1 at the edge. */
  readonly level: number;
  /** Whether what is below it is shown; undefined where nothing is. */
  readonly open: boolean | undefined;
}

/** A line of a tree table: where it lies among those beside it. */
export interface TreeTableLine extends TreeLine {
  /** Its place among those beside it, from 1, and how many they are. */
  readonly place: number;
  readonly beside: number;
}

/** What a key asks of a tree. */
type TreeMove =
  | { readonly act: 'go'; readonly to: number }
  | { readonly act: 'open' | 'close' | 'enter' | 'open-beside'; readonly at: number };

/**
 * What a key means at a line, as the tree grid pattern of ARIA has it: right opens, then goes in; left
 * closes, then goes out; `*` opens all beside. Undefined for a key that means nothing here.
 */
export function treeMove(
  lines: readonly TreeLine[],
  at: number,
  key: string,
): TreeMove | undefined {
  const last = lines.length - 1;
  if (last < 0) return undefined;
  const line = lines[at];
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return { act: 'go', to: Math.min(at + 1, last) };
    case 'ArrowUp':
    case 'k':
      return { act: 'go', to: Math.max(at - 1, 0) };
    case 'Home':
      return { act: 'go', to: 0 };
    case 'End':
      return { act: 'go', to: last };
    case 'ArrowRight':
      if (line?.open === undefined) return undefined;
      return line.open ? { act: 'go', to: at + 1 } : { act: 'open', at };
    case 'ArrowLeft':
      if (!line) return undefined;
      return line.open === true ? { act: 'close', at } : { act: 'go', to: parentOf(lines, at) };
    case '*':
      return line && { act: 'open-beside', at };
    case 'Enter':
      return line && { act: 'enter', at };
    default:
      return undefined;
  }
}

/** The line above a line that it lies in; itself at the edge. */
function parentOf(lines: readonly TreeLine[], at: number): number {
  const level = lines[at]?.level ?? 1;
  for (let above = at - 1; above >= 0; above--) {
    if ((lines[above]?.level ?? level) < level) return above;
  }
  return at;
}
