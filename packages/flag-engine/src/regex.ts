import { alphabetOf, programOf } from './regex-program.ts';
import type { Program } from './regex-program.ts';
import { UnsupportedPattern, parsePattern } from './regex-syntax.ts';
import type { Assertion } from './regex-syntax.ts';

/** What lies before or after a place in the text. */
type Neighbour = 'nothing' | 'word' | 'other';

interface State {
  /** Where the automaton may be, before it goes through splits and assertions. */
  readonly places: readonly number[];
  readonly before: Neighbour;
  /** Where each class of characters leads, filled in as texts need it. */
  readonly next: (State | 'accept' | undefined)[];
  acceptsAtEnd: boolean | undefined;
}

const mostStates = 250;

function holds(assertion: Assertion, before: Neighbour, after: Neighbour): boolean {
  if (assertion === 'start') return before === 'nothing';
  if (assertion === 'end') return after === 'nothing';
  const boundary = (before === 'word') !== (after === 'word');
  return assertion === 'boundary' ? boundary : !boundary;
}

/**
 * Compiles a regular expression of JavaScript's syntax (without flags) into a search whose time
 * grows with the length of the text and never faster, whatever the pattern: an automaton whose
 * states are worked out as texts reach them, at most 250 kept at a time.
 *
 * `null` when the pattern is no valid expression or needs what such an automaton can't do: back-
 * references, look-ahead and look-behind; or what is left out: inline modifiers, octal and control
 * escapes, more than a hundred nested groups, more than 2,000 steps with repetition spelt out.
 */
export function compileRegex(pattern: string): ((text: string) => boolean) | null {
  let program: Program;
  try {
    // The platform refuses what isn't valid; building the expression runs nothing.
    program = programOf(parsePattern(new RegExp(pattern).source));
  } catch (error) {
    if (error instanceof UnsupportedPattern || error instanceof SyntaxError) return null;
    throw error;
  }
  return searchOf(program);
}

function searchOf(program: Program): (text: string) => boolean {
  const alphabet = alphabetOf(program);
  const visited = new Uint32Array(program.length);
  let visit = 0;
  let states = new Map<string, State>();
  let initial = stateOf([0], 'nothing');

  function stateOf(places: readonly number[], before: Neighbour): State {
    const name = `${before}:${places.join()}`;
    const known = states.get(name);
    if (known !== undefined) return known;
    const state: State = { places, before, next: [], acceptsAtEnd: undefined };
    states.set(name, state);
    return state;
  }

  /** The sets that a state waits at, given what comes next; `null` once it has matched. */
  function waiting(state: State, after: Neighbour): number[] | null {
    visit += 1;
    const sets: number[] = [];
    const stack = [...state.places];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const step = program[at];
      if (step === undefined || visited[at] === visit) continue;
      visited[at] = visit;
      if (step.type === 'match') return null;
      if (step.type === 'set') sets.push(at);
      else if (step.type === 'split') stack.push(step.next, step.other);
      else if (holds(step.assertion, state.before, after)) stack.push(at + 1);
    }
    return sets;
  }

  function advance(state: State, symbol: number): State | 'accept' {
    const neighbour = alphabet.isWord(symbol) ? 'word' : 'other';
    const sets = waiting(state, neighbour);
    if (sets === null) return 'accept';
    // The search may also begin after this character.
    const places = [0];
    for (const at of sets) {
      const step = program[at];
      if (step?.type === 'set' && alphabet.accepts(step.ranges, symbol)) places.push(at + 1);
    }
    if (states.size >= mostStates) {
      states = new Map();
      initial = stateOf([0], 'nothing');
    }
    return stateOf(
      places.toSorted((a, b) => a - b),
      neighbour,
    );
  }

  return (text) => {
    let state = initial;
    for (let at = 0; at < text.length; at += 1) {
      const symbol = alphabet.classOf(text.charCodeAt(at));
      const next = (state.next[symbol] ??= advance(state, symbol));
      if (next === 'accept') return true;
      state = next;
    }
    return (state.acceptsAtEnd ??= waiting(state, 'nothing') === null);
  };
}
