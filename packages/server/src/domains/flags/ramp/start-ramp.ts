import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { identityOf } from '../change/change-store.ts';
import { ensureEnvironment } from '../sdk-key/sdk-key-store.ts';
import type { Place } from '../set-flag-configuration.ts';
import { loadConfiguration, loadFlag, wantsReview } from '../store.ts';
import type { FlagsTables } from '../tables.ts';
import { stepsSay } from './ramp-rules.ts';
import { rampUnderWay } from './ramp-store.ts';

type Input = ParsedInput<OperationOf<'flags.startRamp'>>['body'];

/**
 * Ramps a variation up by steps. The first one is served when the ramp is next looked at, within a
 * minute of its start. Where changes want a review it waits for one. Throws `flags.invalid`,
 * `wrong_state`, `already_exists`.
 */
export async function startRamp(
  context: WriteContext,
  place: Place,
  input: Input,
): Promise<Id<'flag_ramp'>> {
  const { tx, actor, now } = context;
  const entity = await loadEntity(tx, actor, { kind: 'flag', id: place.flag });
  authorise(actor, 'contributor', entity.ownerUnit);
  if (entity.state === 'archived') throw problem('wrong_state', 'This flag is archived.');
  await loadEntity(tx, actor, { kind: 'environment', id: place.environment });
  await ensureEnvironment(tx, place.environment);
  const flag = await loadFlag(tx, place.flag);
  const { configuration } = await loadConfiguration(tx, flag, place.environment);
  const otherwise = input.otherwise ?? configuration.offVariation ?? flag.variations.length - 1;
  checkRamp(input, otherwise, flag.variations.length);
  for (const { of } of input.guards) {
    if (of.kind === 'metric') await loadEntity(tx, actor, { kind: 'metric', id: of.metric });
  }
  const other = await rampUnderWay(tx, place);
  if (other) throw problem('already_exists', 'This flag is being ramped here already.');
  const startsAt = input.startsAt === undefined ? now : Temporal.Instant.from(input.startsAt);
  if (input.startsAt !== undefined && Temporal.Instant.compare(startsAt, now) <= 0) {
    throw problem('invalid_input', 'startsAt: must be still to come.');
  }
  const id = newId('flag_ramp');
  await tx
    .$extendTables<FlagsTables>()
    .insertInto('flag_ramp')
    .values({
      id,
      flag_id: place.flag,
      environment_id: place.environment,
      state: (await wantsReview(tx, place.environment)) ? 'in-review' : 'scheduled',
      variation: input.variation,
      otherwise,
      context_kind: input.contextKind,
      bucket_by: input.bucketBy ?? null,
      steps: JSON.stringify(input.steps),
      guards: JSON.stringify(input.guards),
      starts_at: toDate(startsAt),
      started_by: actor.name,
      started_by_id: identityOf(actor),
      started_at: toDate(now),
    })
    .execute();
  await record(context, {
    action: 'flag.ramp_started',
    entity: { kind: 'flag', id: place.flag },
    after: {
      ramp: toReference('flag_ramp', id),
      environment: toReference('environment', place.environment),
      variation: input.variation,
      steps: stepsSay(input.steps),
      startsAt: startsAt.toString(),
    },
  });
  return id;
}

/** Throws `flags.invalid` where shares don't grow or a variation isn't there. */
function checkRamp(input: Input, otherwise: number, variations: number): void {
  const invalid = (detail: string) => problem('flags.invalid', detail);
  if (input.variation >= variations || otherwise >= variations) {
    throw invalid(`The flag has ${variations} variations, from 0.`);
  }
  if (input.variation === otherwise) {
    throw invalid('A ramp goes from one variation to another: these two are the same.');
  }
  const [first, ...rest] = input.steps;
  let before = first?.percent ?? 0;
  for (const { percent } of rest) {
    if (percent <= before) throw invalid('Each step of a ramp is larger than the one before.');
    before = percent;
  }
}
