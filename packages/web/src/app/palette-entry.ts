import type { Action } from './actions.ts';

/** An entity found by the server's search. */
export interface PaletteResult {
  readonly id: string;
  readonly title: string;
  /** The kind in the domain's word. */
  readonly kind: string;
  readonly href: string;
  readonly detail?: string | undefined;
}

/** One line of the palette, whichever section it stands in. */
export interface PaletteEntry {
  readonly id: string;
  readonly section: string;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly keys?: string | undefined;
  readonly take: () => void;
}

const commit = /^[0-9a-f]{7,64}$/i;
const issueKey = /^(?:[a-z][a-z0-9]{0,20}-\d{1,9}|#\d{1,9})$/i;

/** A commit or the key of an issue is nothing that the search knows; where it is can be asked. */
export function whereEntry(text: string, go: (href: string) => void): readonly PaletteEntry[] {
  if (!commit.test(text) && !issueKey.test(text)) return [];
  const href = `/changes?where=${encodeURIComponent(text)}`;
  return [{ id: 'where', section: 'Release', title: `Where is ${text}?`, take: () => go(href) }];
}

/**
 * Results before acts: who types a name looks for the thing. Entries of one section stand
 * together, so that the arrow keys walk them as they are seen.
 */
export function paletteEntries(
  actions: readonly Action[],
  results: readonly PaletteResult[],
  go: (href: string) => void,
): readonly PaletteEntry[] {
  const entries: readonly PaletteEntry[] = [
    ...results.map((result) => ({
      id: `result-${result.id}`,
      section: 'Results',
      title: result.title,
      detail: result.detail === undefined ? result.kind : `${result.kind} · ${result.detail}`,
      take: () => go(result.href),
    })),
    ...actions.slice(0, results.length > 0 ? 8 : 40).map((action) => ({
      id: `action-${action.id}`,
      section: action.section,
      title: action.title,
      keys: action.keys,
      take: action.run,
    })),
  ];
  const sections = [...new Set(entries.map((entry) => entry.section))];
  return sections.flatMap((section) => entries.filter((entry) => entry.section === section));
}
