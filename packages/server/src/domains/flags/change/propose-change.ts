import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { ensureEnvironment } from '../sdk-key/sdk-key-store.ts';
import {
  checkPlaced,
  requireRevision,
  withRuleIds,
  type Place,
} from '../set-flag-configuration.ts';
import { loadConfiguration, loadFlag, wantsReview } from '../store.ts';
import type { FlagsTables } from '../tables.ts';
import { identityOf } from './change-store.ts';

type Input = ParsedInput<OperationOf<'flags.proposeFlagChange'>>['body'];

/**
 * Puts a change of a flag to another person where its environment wants a review, and to a moment
 * where one is named. Throws `stale_revision`, `flags.invalid`, `flags.circular`, `wrong_state`.
 */
export async function proposeChange(
  context: WriteContext,
  place: Place,
  input: Input,
): Promise<Id<'flag_change'>> {
  const { tx, actor, now } = context;
  const flag = await loadEntity(tx, actor, { kind: 'flag', id: place.flag });
  authorise(actor, 'contributor', flag.ownerUnit);
  if (flag.state === 'archived') throw problem('wrong_state', 'This flag is archived.');
  await loadEntity(tx, actor, { kind: 'environment', id: place.environment });
  await ensureEnvironment(tx, place.environment);
  const row = await loadFlag(tx, place.flag);
  const present = await loadConfiguration(tx, row, place.environment);
  requireRevision(context, present);
  const configuration = input.configuration ? withRuleIds(input.configuration) : null;
  if (configuration) await checkPlaced(context, place, configuration, row);
  const review = await wantsReview(tx, place.environment);
  const applyAt = input.applyAt === undefined ? null : Temporal.Instant.from(input.applyAt);
  if (applyAt && Temporal.Instant.compare(applyAt, now) <= 0) {
    throw problem('invalid_input', 'applyAt: must be still to come.');
  }
  if (!review && !applyAt) {
    throw problem(
      'wrong_state',
      'Nobody has to review changes in this environment: save it, or name a moment.',
    );
  }
  const id = newId('flag_change');
  await tx
    .$extendTables<FlagsTables>()
    .insertInto('flag_change')
    .values({
      id,
      flag_id: place.flag,
      environment_id: place.environment,
      state: review ? 'in-review' : 'scheduled',
      base_revision: present.revision,
      is_on: input.on,
      configuration: configuration && JSON.stringify(configuration),
      note: input.note,
      apply_at: applyAt && toDate(applyAt),
      asked_at: toDate(now),
      asked_by: actor.name,
      asked_by_id: identityOf(actor),
    })
    .execute();
  await record(context, {
    action: 'flag.change_proposed',
    entity: { kind: 'flag', id: place.flag },
    after: {
      change: toReference('flag_change', id),
      environment: toReference('environment', place.environment),
      on: input.on,
      configuration,
      note: input.note,
      applyAt: applyAt?.toString() ?? null,
    },
  });
  return id;
}
