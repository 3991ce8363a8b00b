import { UnsupportedPattern, word } from './regex-syntax.ts';
import type { Assertion, Ranges, Syntax } from './regex-syntax.ts';

/** One step of the automaton; `next` and `other` are positions in the program. */
export type Step =
  | { readonly type: 'set'; readonly ranges: Ranges }
  | { readonly type: 'split'; next: number; other: number }
  | { readonly type: 'assert'; readonly assertion: Assertion }
  | { readonly type: 'match' };

/** Steps to run from 0; every step but a split goes on to the one after it. */
export type Program = readonly Step[];

// Counted repetition is spelt out, so this bounds the memory, and the time for each character.
const largest = 2000;

/**
 * Lays a pattern out as an automaton.
 * @throws {UnsupportedPattern} when that takes more than 2,000 steps.
 */
export function programOf(syntax: Syntax): Program {
  const steps: Step[] = [];
  let visits = 0;

  function push(step: Step): void {
    if (steps.length >= largest) throw new UnsupportedPattern('too large');
    steps.push(step);
  }

  function emit(part: Syntax): void {
    visits += 1;
    // Repeating nothing adds no step, but takes time.
    if (visits > largest * 10) throw new UnsupportedPattern('too large');
    if (part.type === 'set' || part.type === 'assert') push(part);
    else if (part.type === 'sequence') part.parts.forEach(emit);
    else if (part.type === 'either') emitEither(part.options);
    else emitRepeat(part.part, part.least, part.most);
  }

  function emitEither(options: readonly Syntax[]): void {
    const exits: { next: number; other: number }[] = [];
    options.forEach((option, index) => {
      if (index === options.length - 1) return emit(option);
      const fork = { type: 'split' as const, next: steps.length + 1, other: 0 };
      push(fork);
      emit(option);
      const exit = { type: 'split' as const, next: 0, other: 0 };
      push(exit);
      exits.push(exit);
      fork.other = steps.length;
    });
    for (const exit of exits) exit.next = exit.other = steps.length;
  }

  function emitRepeat(part: Syntax, least: number, most: number): void {
    for (let count = 0; count < least; count += 1) emit(part);
    if (most === Infinity) {
      const fork = { type: 'split' as const, next: steps.length + 1, other: 0 };
      const start = steps.length;
      push(fork);
      emit(part);
      push({ type: 'split', next: start, other: start });
      fork.other = steps.length;
      return;
    }
    const forks: { other: number }[] = [];
    for (let count = least; count < most; count += 1) {
      const fork = { type: 'split' as const, next: steps.length + 1, other: 0 };
      push(fork);
      forks.push(fork);
      emit(part);
    }
    for (const fork of forks) fork.other = steps.length;
  }

  emit(syntax);
  push({ type: 'match' });
  return steps;
}

/** The alphabet cut into classes that no step of the program tells apart. */
export interface Alphabet {
  readonly size: number;
  classOf(code: number): number;
  /** Whether the characters of a class are word characters. */
  isWord(symbol: number): boolean;
  accepts(ranges: Ranges, symbol: number): boolean;
}

function includes(ranges: Ranges, code: number): boolean {
  return ranges.some(([from, to]) => from <= code && code <= to);
}

/** The classes of a program. */
export function alphabetOf(program: Program): Alphabet {
  const cuts = new Set([0]);
  const cut = (ranges: Ranges): void => {
    for (const [from, to] of ranges) cuts.add(from).add(to + 1);
  };
  cut(word);
  for (const step of program) if (step.type === 'set') cut(step.ranges);
  const starts = Uint32Array.from(cuts).toSorted();

  function search(code: number): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= code) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  const ascii = Uint16Array.from({ length: 128 }, (_, code) => search(code));
  const startOf = (symbol: number): number => starts[symbol] ?? 0;
  return {
    size: starts.length,
    classOf: (code) => (code < 128 ? (ascii[code] ?? 0) : search(code)),
    isWord: (symbol) => includes(word, startOf(symbol)),
    accepts: (ranges, symbol) => includes(ranges, startOf(symbol)),
  };
}
