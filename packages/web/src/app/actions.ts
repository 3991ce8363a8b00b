import type { IconName } from '../ui/icon.tsx';

/** Something that a person can do now: the palette, the shortcuts and the menus all read it. */
export interface Action {
  /** Unique among what is registered; a page may override the shell's by using its id. */
  readonly id: string;
  /** In words, starting with a verb: "Create initiative". */
  readonly title: string;
  /** The heading it stands under in the palette and in the key help. */
  readonly section: string;
  /** `c`, `mod+k`, or a sequence such as `g i`. */
  readonly keys?: string | undefined;
  readonly icon?: IconName | undefined;
  /** Further words by which it is found. */
  readonly keywords?: string | undefined;
  /** Left out of the palette: it only makes sense as a key. */
  readonly keyOnly?: boolean | undefined;
  readonly run: () => void;
}

export interface ActionRegistry {
  /** Adds actions; the function returned takes exactly these away again. */
  readonly register: (actions: readonly Action[]) => () => void;
  /** What is to be had now, one for each id, in the order of registration. */
  readonly list: () => readonly Action[];
  readonly subscribe: (listener: () => void) => () => void;
}

/** Later registrations hide earlier ones of the same id, and come back into view after them. */
export function createActionRegistry(): ActionRegistry {
  let layers: readonly (readonly Action[])[] = [];
  let present: readonly Action[] = [];
  const listeners = new Set<() => void>();

  const change = (next: readonly (readonly Action[])[]) => {
    layers = next;
    const byId = new Map<string, Action>();
    for (const layer of layers) for (const action of layer) byId.set(action.id, action);
    present = [...byId.values()];
    for (const listener of listeners) listener();
  };

  return {
    register(actions) {
      // A copy, so that registering one array twice gives two layers to take away.
      const layer = [...actions];
      change([...layers, layer]);
      return () => change(layers.filter((each) => each !== layer));
    },
    list: () => present,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The actions whose title, section or keywords hold every word of the query, best first. */
export function findActions(actions: readonly Action[], query: string): readonly Action[] {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean);
  const found: { action: Action; rank: number }[] = [];
  for (const action of actions) {
    if (action.keyOnly === true) continue;
    const title = action.title.toLowerCase();
    const all = `${title} ${action.section.toLowerCase()} ${action.keywords?.toLowerCase() ?? ''}`;
    if (!words.every((word) => all.includes(word))) continue;
    const first = words[0] ?? '';
    const rank = title.startsWith(first) ? 0 : title.includes(` ${first}`) ? 1 : 2;
    found.push({ action, rank });
  }
  return found.toSorted((one, other) => one.rank - other.rank).map((each) => each.action);
}
