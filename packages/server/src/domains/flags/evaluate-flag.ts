import type { Id, OperationOf, OutputOf, ParsedInput } from '@throughline/contract';
import type { Context, Evaluation, Ruleset } from '@throughline/flag-engine';
import type { ReadContext } from '../../platform/context.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { checkConfiguration, variationName } from './rules.ts';
import { servedFlag } from './serving/served-flag.ts';
import type { Serving } from './serving/serving.ts';
import type { Snapshot } from './serving/snapshot.ts';
import { loadFlag, type FlagRow } from './store.ts';

type Input = ParsedInput<OperationOf<'flags.evaluateFlag'>>['body'];
type Evaluated = OutputOf<OperationOf<'flags.evaluateFlag'>>;

/** Why a flag served what it served, in a sentence. */
function saysOf({ reason, variation }: Evaluation, flag: FlagRow): string {
  const gets = `gets ${variationName(flag.variations, variation)}`;
  switch (reason.kind) {
    case 'OFF':
      return `The flag is off: everybody ${gets}.`;
    case 'TARGET_MATCH':
      return `This context is listed by name and ${gets}.`;
    case 'RULE_MATCH':
      return `Rule ${reason.ruleIndex + 1} matches: this context ${gets}.`;
    case 'FALLTHROUGH':
      return `No target and no rule matches: this context ${gets}.`;
    case 'PREREQUISITE_FAILED':
      return `The flag “${reason.prerequisiteKey}” does not serve what this one waits for: this context ${gets}.`;
    case 'ERROR':
      return reason.errorKind === 'USER_NOT_SPECIFIED'
        ? 'This is no context: it needs a kind and a key.'
        : `The flag cannot be evaluated (${reason.errorKind}): callers get their own default.`;
  }
}

/** The ruleset with a configuration that isn't saved in the flag's place. Throws `flags.invalid`. */
export function draftedRuleset(
  snapshot: Snapshot,
  flag: FlagRow,
  { on, ...configuration }: NonNullable<Input['draft']>,
): Ruleset {
  checkConfiguration(configuration, flag.variations);
  // Its own salt, where an import brought one, or whole shares would change sides in the draft.
  const salt = snapshot.sources.get(flag.key)?.salt ?? null;
  const source = { ...flag, revision: 0 };
  return snapshot.ruleset.with({
    flags: { [flag.key]: servedFlag(source, { on, configuration, revision: 0, salt }) },
  });
}

/**
 * What a context is served by the snapshot that the data plane uses, or by a draft in the flag's
 * place. Throws `not_found`, `flags.version_not_reached`, `flags.invalid`.
 */
export async function evaluateFlag(
  context: ReadContext,
  serving: Serving,
  place: { flag: Id<'flag'>; environment: Id<'environment'> },
  input: Input,
): Promise<Evaluated> {
  const { db, actor } = context;
  await loadEntity(db, actor, { kind: 'flag', id: place.flag });
  await loadEntity(db, actor, { kind: 'environment', id: place.environment });
  const flag = await loadFlag(db, place.flag);
  if (input.minVersion && !(await serving.reached(place.environment, input.minVersion))) {
    throw problem(
      'flags.version_not_reached',
      'This node has not reached that version yet. Ask again.',
    );
  }
  const snapshot = serving.snapshot(place.environment);
  if (!snapshot)
    throw problem('flags.version_not_reached', 'This environment is not served here yet.');
  const ruleset = input.draft ? draftedRuleset(snapshot, flag, input.draft) : snapshot.ruleset;
  // The engine reads whatever comes as data that nobody vouches for.
  const evaluation = ruleset.evaluate(flag.key, input.context as unknown as Context);
  const { reason, variation } = evaluation;
  return {
    value: evaluation.value as Evaluated['value'],
    variation,
    variationName: variation === null ? null : variationName(flag.variations, variation),
    reason: {
      kind: reason.kind,
      ...('ruleIndex' in reason ? { ruleIndex: reason.ruleIndex } : {}),
      ...('ruleId' in reason && reason.ruleId !== undefined ? { ruleId: reason.ruleId } : {}),
      ...('prerequisiteKey' in reason ? { prerequisiteKey: reason.prerequisiteKey } : {}),
      ...('errorKind' in reason ? { errorKind: reason.errorKind } : {}),
    },
    says: saysOf(evaluation, flag),
    environmentVersion: snapshot.version,
  };
}
