import type { CompiledFlag, CompiledSegment, World } from './compiled.ts';
import { subjectOf } from './context.ts';
import type { Context, PrerequisiteObserver, Subject } from './context.ts';
import { guardedNodes } from './dependency-graph.ts';
import { evaluateFlag } from './evaluate.ts';
import { flagNotFound, userNotSpecified } from './evaluation.ts';
import type { Evaluation } from './evaluation.ts';
import { compileFlag } from './flag.ts';
import type { BigSegments, RulesetChange, RulesetData } from './model.ts';
import { compileSegment } from './segment.ts';
import { fieldsOf } from './untrusted.ts';

/** One version of an environment's flags and segments, ready to evaluate. It never changes. */
export interface Ruleset {
  /** The keys of all flags, in the order in which they came. */
  flagKeys(): Iterable<string>;
  /**
   * Evaluates one flag. Never throws: an unknown flag is `FLAG_NOT_FOUND`, a context that is none
   * is `USER_NOT_SPECIFIED`, and data that makes no sense is `MALFORMED_FLAG`.
   *
   * Contexts are read as plain objects, as JSON gives them.
   *
   * @param observe is told of each prerequisite that was evaluated on the way.
   */
  evaluate(flagKey: string, context: Context, observe?: PrerequisiteObserver): Evaluation;
  /**
   * Evaluates all flags, or those named, reading the context once. Keys of unknown flags are left
   * out; a context that is none gives an empty map.
   */
  evaluateAll(
    context: Context,
    flagKeys?: Iterable<string>,
    observe?: PrerequisiteObserver,
  ): Map<string, Evaluation>;
  /**
   * The ruleset after a change: only what changed is compiled, the rest is the same in both. It
   * costs the compilation and a copy of the table of keys.
   */
  with(change: RulesetChange): Ruleset;
}

/** What evaluation needs from outside. */
export interface RulesetOptions {
  /** Without it big segments hold nobody but by their rules, and the status says so. */
  readonly bigSegments?: BigSegments;
}

type Compile<T> = (key: string, source: unknown) => T | undefined;

/** A copy of the table with the changed entries compiled; the table itself if there are none. */
function updated<T>(
  table: ReadonlyMap<string, T>,
  changes: unknown,
  compile: Compile<T>,
): ReadonlyMap<string, T> {
  const entries = Object.entries(fieldsOf(changes));
  if (entries.length === 0) return table;
  const copy = new Map(table);
  for (const [key, source] of entries) {
    const compiled = compile(key, source);
    if (compiled === undefined) copy.delete(key);
    else copy.set(key, compiled);
  }
  return copy;
}

function* prerequisiteEdges(flags: ReadonlyMap<string, CompiledFlag>) {
  for (const [key, { prerequisites }] of flags) {
    if (prerequisites !== null && prerequisites.length > 0) {
      yield [key, prerequisites.map((prerequisite) => prerequisite.key)] as const;
    }
  }
}

function* segmentEdges(segments: ReadonlyMap<string, CompiledSegment>) {
  for (const [key, { segmentKeys }] of segments) {
    if (segmentKeys.length > 0) yield [key, segmentKeys] as const;
  }
}

function changed(world: World, change: unknown): World {
  const changes = fieldsOf(change);
  const flags = updated(world.flags, changes['flags'], compileFlag);
  const segments = updated(world.segments, changes['segments'], compileSegment);
  return {
    flags,
    segments,
    guardedFlags:
      flags === world.flags ? world.guardedFlags : guardedNodes(prerequisiteEdges(flags)),
    guardedSegments:
      segments === world.segments ? world.guardedSegments : guardedNodes(segmentEdges(segments)),
    bigSegments: world.bigSegments,
  };
}

/** Evaluates for a subject that may have been used for another flag before. */
function evaluateFor(flag: CompiledFlag, subject: Subject, world: World): Evaluation {
  const evaluation = evaluateFlag(flag, subject, world);
  const { bigSegmentsStatus } = subject;
  if (bigSegmentsStatus === undefined) return evaluation;
  return { ...evaluation, reason: { ...evaluation.reason, bigSegmentsStatus } };
}

function rulesetOf(world: World): Ruleset {
  return {
    flagKeys: () => world.flags.keys(),
    evaluate(flagKey, context, observe) {
      const subject = subjectOf(context);
      if (subject === null) return userNotSpecified;
      const flag = world.flags.get(flagKey);
      if (flag === undefined) return flagNotFound;
      subject.flagKey = flagKey;
      subject.observe = observe;
      return evaluateFor(flag, subject, world);
    },
    evaluateAll(context, flagKeys, observe) {
      const evaluations = new Map<string, Evaluation>();
      const subject = subjectOf(context);
      if (subject === null) return evaluations;
      subject.observe = observe;
      for (const key of flagKeys ?? world.flags.keys()) {
        const flag = world.flags.get(key);
        if (flag === undefined) continue;
        subject.flagKey = key;
        subject.bigSegmentsStatus = undefined;
        // Remembered results don't tell which big segments they consulted, nor whom to tell.
        subject.flagResults = null;
        subject.segmentResults = null;
        evaluations.set(key, evaluateFor(flag, subject, world));
      }
      return evaluations;
    },
    with: (change) => rulesetOf(changed(world, change)),
  };
}

/**
 * Compiles the flags and segments of an environment. Data is read as JSON that nobody vouches for:
 * it never throws, and a flag that makes no sense answers `MALFORMED_FLAG` without touching others.
 *
 * Parts of the data are kept as they are: it must not be changed afterwards.
 *
 * Answers are those of the published LaunchDarkly SDK for Node (9.13) but for what `README.md`
 * lists.
 */
export function compile(data: RulesetData, options: RulesetOptions = {}): Ruleset {
  const empty: World = {
    flags: new Map(),
    segments: new Map(),
    guardedFlags: new Set(),
    guardedSegments: new Set(),
    bigSegments: options.bigSegments,
  };
  return rulesetOf(changed(empty, data));
}
