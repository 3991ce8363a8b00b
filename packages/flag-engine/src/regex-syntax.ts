/** Which UTF-16 code units a place in a pattern accepts: inclusive pairs `from, to`, sorted. */
export type Ranges = readonly (readonly [from: number, to: number])[];

export type Assertion = 'start' | 'end' | 'boundary' | 'no-boundary';

/** A pattern reduced to what decides whether it matches; groups and laziness play no part. */
export type Syntax =
  | { readonly type: 'set'; readonly ranges: Ranges }
  | { readonly type: 'sequence'; readonly parts: readonly Syntax[] }
  | { readonly type: 'either'; readonly options: readonly Syntax[] }
  | {
      readonly type: 'repeat';
      readonly part: Syntax;
      readonly least: number;
      readonly most: number;
    }
  | { readonly type: 'assert'; readonly assertion: Assertion };

/** A construct that can't be matched in linear time, or that this engine leaves out. */
export class UnsupportedPattern extends Error {}

const last = 0xffff;
const deepest = 100;

/** Sorts ranges and joins those that touch. */
function tidy(ranges: Ranges): Ranges {
  const joined: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const previous = joined.at(-1);
    if (previous !== undefined && from <= previous[1] + 1) {
      previous[1] = Math.max(previous[1], to);
    } else joined.push([from, to]);
  }
  return joined;
}

function complement(ranges: Ranges): Ranges {
  const rest: [number, number][] = [];
  let next = 0;
  for (const [from, to] of tidy(ranges)) {
    if (from > next) rest.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= last) rest.push([next, last]);
  return rest;
}

const digit: Ranges = [[48, 57]];
/** What `\w` accepts, and what a word boundary looks at. */
export const word: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const space: Ranges = [
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const lineEnd: Ranges = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];

const namedSets: ReadonlyMap<string, Ranges> = new Map([
  ['d', digit],
  ['D', complement(digit)],
  ['w', word],
  ['W', complement(word)],
  ['s', space],
  ['S', complement(space)],
]);

const controls: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
]);

const dot: Syntax = { type: 'set', ranges: complement(lineEnd) };
const quantifier = /[*+?]|\{(\d+)(?:(,)(\d*))?\}/y;
const hexadecimal = /x([\da-fA-F]{2})|u([\da-fA-F]{4})/y;

/**
 * Reads a pattern that the platform's own `RegExp` has accepted without flags.
 * @throws {UnsupportedPattern} at a back-reference, a look-around, an inline modifier, an octal or
 * control escape, and past a hundred nested groups.
 */
export function parsePattern(pattern: string): Syntax {
  let at = 0;

  function unsupported(what: string): never {
    throw new UnsupportedPattern(`${what} at ${at}`);
  }

  function either(depth: number): Syntax {
    if (depth > deepest) unsupported('nesting');
    const options = [sequence(depth)];
    while (pattern[at] === '|') {
      at += 1;
      options.push(sequence(depth));
    }
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { type: 'either', options };
  }

  function sequence(depth: number): Syntax {
    const parts: Syntax[] = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      parts.push(repeated(atom(depth)));
    }
    return { type: 'sequence', parts };
  }

  function repeated(part: Syntax): Syntax {
    quantifier.lastIndex = at;
    const found = quantifier.exec(pattern);
    if (found === null) return part;
    at = quantifier.lastIndex;
    if (pattern[at] === '?') at += 1;
    const [mark, least, comma, most] = found;
    if (mark === '*') return { type: 'repeat', part, least: 0, most: Infinity };
    if (mark === '+') return { type: 'repeat', part, least: 1, most: Infinity };
    if (mark === '?') return { type: 'repeat', part, least: 0, most: 1 };
    const lower = Number(least);
    const upper = comma === undefined ? lower : most === '' ? Infinity : Number(most);
    return { type: 'repeat', part, least: lower, most: upper };
  }

  function atom(depth: number): Syntax {
    const character = pattern[at];
    if (character === '(') return group(depth);
    if (character === '[') return { type: 'set', ranges: bracket() };
    if (character === '\\') return escape();
    at += 1;
    if (character === '.') return dot;
    if (character === '^') return { type: 'assert', assertion: 'start' };
    if (character === '$') return { type: 'assert', assertion: 'end' };
    return exactly(pattern.charCodeAt(at - 1));
  }

  function group(depth: number): Syntax {
    at += 1;
    if (pattern.startsWith('?:', at)) at += 2;
    else if (/^\?<[^=!]/.test(pattern.slice(at, at + 3))) at = pattern.indexOf('>', at) + 1;
    else if (pattern[at] === '?') unsupported('look-around or modifier');
    const inner = either(depth + 1);
    at += 1;
    return inner;
  }

  function escape(): Syntax {
    const letter = pattern[at + 1] ?? '';
    if (letter === 'b' || letter === 'B') {
      at += 2;
      return { type: 'assert', assertion: letter === 'b' ? 'boundary' : 'no-boundary' };
    }
    return { type: 'set', ranges: escapedSet() };
  }

  /** What an escape accepts, inside brackets or out. */
  function escapedSet(): Ranges {
    at += 1;
    const letter = pattern[at] ?? '';
    const named = namedSets.get(letter);
    if (named !== undefined) {
      at += 1;
      return named;
    }
    hexadecimal.lastIndex = at;
    const found = hexadecimal.exec(pattern);
    if (found !== null) {
      at = hexadecimal.lastIndex;
      return unit(parseInt(found[1] ?? found[2] ?? '', 16));
    }
    if (/[ck1-9]/.test(letter)) unsupported('back-reference or control escape');
    if (letter === '0' && /\d/.test(pattern[at + 1] ?? '')) unsupported('octal escape');
    at += 1;
    return unit(letter === '0' ? 0 : (controls.get(letter) ?? letter.charCodeAt(0)));
  }

  function bracket(): Ranges {
    at += 1;
    const negated = pattern[at] === '^';
    if (negated) at += 1;
    const ranges: (readonly [number, number])[] = [];
    while (pattern[at] !== ']') {
      const from = member();
      if (pattern[at] !== '-' || pattern[at + 1] === ']') {
        ranges.push(...from);
        continue;
      }
      at += 1;
      const to = member();
      const [low, high] = [single(from), single(to)];
      // `[\w-x]` is no range: the hyphen stands for itself.
      if (low === null || high === null) ranges.push(...from, [45, 45], ...to);
      else ranges.push([low, high]);
    }
    at += 1;
    return negated ? complement(ranges) : tidy(ranges);
  }

  function member(): Ranges {
    if (pattern[at] !== '\\') {
      at += 1;
      return unit(pattern.charCodeAt(at - 1));
    }
    if (pattern[at + 1] === 'b') {
      at += 2;
      return unit(8);
    }
    return escapedSet();
  }

  return either(0);
}

function unit(code: number): Ranges {
  return [[code, code]];
}

function exactly(code: number): Syntax {
  return { type: 'set', ranges: unit(code) };
}

function single(ranges: Ranges): number | null {
  const [first] = ranges;
  return ranges.length === 1 && first !== undefined && first[0] === first[1] ? first[0] : null;
}
