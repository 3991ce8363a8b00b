/** What a dependency is judged by. */
export interface Placed {
  readonly stage: string;
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * What is wrong with one initiative depending on another, in words; null where nothing is. What is
 * needed ends before it is needed, unless it is done already; days are compared as days.
 */
export function dependencyConflict(dependent: Placed, needed: Placed): string | null {
  if (needed.stage === 'stopped') return 'was stopped';
  if (needed.stage === 'done' || dependent.stage === 'done' || dependent.stage === 'stopped') {
    return null;
  }
  if (needed.to !== null && dependent.from !== null && needed.to > dependent.from) {
    return `ends ${needed.to}, after it is needed from ${dependent.from}`;
  }
  return null;
}
