/** A page that the sidebar leads to. */
export interface NavPlace {
  readonly label: string;
  readonly href: string;
  /** What waits there for the viewer; 0 and undefined show nothing. */
  readonly waiting?: number | undefined;
}

/** Places of one domain, or of a few that belong together. */
export interface NavGroup {
  /** Omitted for the first group: Home and what is like it. */
  readonly label?: string | undefined;
  readonly places: readonly NavPlace[];
}

/** The place that a path lies in: the one with the longest address that the path starts with. */
export function currentPlace(groups: readonly NavGroup[], path: string): string | undefined {
  let best: string | undefined;
  for (const group of groups) {
    for (const { href } of group.places) {
      const within = path === href || path.startsWith(href === '/' ? '//' : `${href}/`);
      if (within && href.length > (best?.length ?? 0)) best = href;
    }
  }
  return best;
}
