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
