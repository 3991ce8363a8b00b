import type { Context, Evaluation, PrerequisiteObserver } from '@throughline/flag-engine';
import type { ServedFlag, Snapshot } from './snapshot.ts';

const visibleFlags = new WeakMap<Snapshot, ReadonlyMap<string, ServedFlag>>();

/** The flags that browsers and mobile apps may evaluate, by key. */
export function clientFlags(snapshot: Snapshot): ReadonlyMap<string, ServedFlag> {
  let flags = visibleFlags.get(snapshot);
  if (!flags) {
    flags = new Map([...snapshot.flags].filter(([, flag]) => flag.clientSide));
    visibleFlags.set(snapshot, flags);
  }
  return flags;
}

type Fragments = Map<Evaluation, string>;
const plain = new WeakMap<ServedFlag, Fragments>();
const reasoned = new WeakMap<ServedFlag, Fragments>();

/**
 * What is the same for everybody who gets this evaluation of a flag, encoded once: evaluations are
 * made when a flag is compiled, so that there are only a few of each.
 */
function fragmentOf(flag: ServedFlag, evaluation: Evaluation, withReasons: boolean): string {
  const ofFlags = withReasons ? reasoned : plain;
  let fragments = ofFlags.get(flag);
  if (!fragments) ofFlags.set(flag, (fragments = new Map()));
  let text = fragments.get(evaluation);
  if (text === undefined) {
    const { value, variation, reason } = evaluation;
    // An experiment's result needs each exposure, with the reason that says that it is one.
    const tracked = 'inExperiment' in reason && reason.inExperiment !== undefined;
    const encoded = JSON.stringify({
      key: flag.key,
      value,
      ...(variation === null ? {} : { variation }),
      flagVersion: flag.version,
      trackEvents: tracked,
      ...(tracked ? { trackReason: true } : {}),
      ...(withReasons || tracked ? { reason } : {}),
    });
    fragments.set(evaluation, (text = encoded.slice(0, -1)));
  }
  return text;
}

/** One flag's answer for a client-side SDK. */
export interface ClientFlag {
  readonly key: string;
  /** `{"key":…,"value":…,"variation":…,"version":…}` */
  readonly json: string;
}

/**
 * Evaluates flags for a context as the published client-side SDKs read them: those named, or all
 * that such an SDK may see. `version` is the environment's, which rises with every change, so that
 * a flag whose prerequisite changed is newer too.
 */
export function evaluateForClient(
  snapshot: Snapshot,
  context: Context,
  options: { readonly reasons: boolean; readonly flags?: Iterable<string> },
): ClientFlag[] {
  const visible = clientFlags(snapshot);
  const needed = new Map<string, string[]>();
  const observe: PrerequisiteObserver = ({ flagKey, dependentKey, prerequisiteKey }) => {
    if (flagKey !== dependentKey || !visible.has(prerequisiteKey)) return;
    const keys = needed.get(flagKey);
    if (keys) keys.push(prerequisiteKey);
    else needed.set(flagKey, [prerequisiteKey]);
  };
  const evaluations = snapshot.ruleset.evaluateAll(
    context,
    options.flags ?? visible.keys(),
    observe,
  );
  const answers: ClientFlag[] = [];
  for (const [key, evaluation] of evaluations) {
    const flag = visible.get(key);
    if (!flag) continue;
    const keys = needed.get(key);
    const prerequisites = keys ? `,"prerequisites":${JSON.stringify(keys)}` : '';
    const fragment = fragmentOf(flag, evaluation, options.reasons);
    answers.push({ key, json: `${fragment}${prerequisites},"version":${snapshot.version}}` });
  }
  return answers;
}

/** All flags that a client-side SDK may see, for a context: `{"key":{…}}`. */
export function clientPayload(snapshot: Snapshot, context: Context, reasons: boolean): string {
  const answers = evaluateForClient(snapshot, context, { reasons });
  return `{${answers.map(({ key, json }) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
}
