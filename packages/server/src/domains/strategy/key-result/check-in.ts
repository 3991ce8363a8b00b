import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { latestDayBegun, toDate } from '../../../platform/clock.ts';
import { reading, type ReadContext, type WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { linkedEntities } from '../../../platform/entities/linked-views.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { lastCheckIn, loadKeyResult } from '../store.ts';
import type { StrategyTables } from '../tables.ts';
import { metricOf } from './key-result-views.ts';

type Input = ParsedInput<OperationOf<'strategy.checkIn'>>['body'];

/** What a check-in needs of the rest. */
export interface CheckInDeps {
  readonly lastMetricValue: (
    context: ReadContext,
    id: Id<'metric'>,
  ) => Promise<{ on: string; value: number } | null>;
}

/**
 * Says where a key result stands. Its owner may, and a contributor of its unit. Without a value the
 * last one of what feeds it is taken; another value than that overrides it, and needs a comment.
 * Check-ins are only added: a later one for a day corrects the first. Throws `wrong_state` where it is
 * closed, `invalid_input` without any value, for a day to come, or for an override without a word.
 */
export async function checkIn(
  context: WriteContext,
  deps: CheckInDeps,
  id: Id<'key_result'>,
  input: Input,
  today: Temporal.PlainDate,
): Promise<Id<'check_in'>> {
  const { tx, actor, now } = context;
  const entity = await loadEntity(tx, actor, { kind: 'key_result', id }, { lock: true });
  const keyResult = await loadKeyResult(tx, id);
  const mine =
    actor.kind === 'member' && actor.person !== null && actor.person === keyResult.owner_id;
  if (!mine) authorise(actor, 'contributor', entity.ownerUnit);
  if (entity.state !== 'active') throw problem('wrong_state', 'This key result is closed.');
  const on = input.on ?? today.toString();
  if (on > latestDayBegun(now).toString()) {
    throw problem('invalid_input', 'body.on: that day is still to come.');
  }
  const last = await lastCheckIn(tx, id);
  const value =
    input.value ?? (await valueOfSource(context, deps, id, keyResult.feed, last?.value));
  const overrides = keyResult.feed !== 'hand' && value !== last?.value && input.value !== undefined;
  const { confidence, comment } = input;
  if (overrides && comment === '') {
    throw problem('invalid_input', 'body.comment: say why it isn’t what its source says.');
  }
  const said = {
    value,
    confidence,
    status: input.status ?? last?.status ?? null,
    comment,
    via: actor.kind === 'member' && actor.scopes !== null ? ('api' as const) : ('hand' as const),
    overrides,
  };
  const check = newId('check_in');
  await tx
    .$extendTables<StrategyTables>()
    .insertInto('check_in')
    .values({
      id: check,
      key_result_id: id,
      on_day: on,
      ...said,
      at: toDate(now),
      by_id: actor.kind === 'member' ? actor.id : null,
    })
    .execute();
  await record(context, { action: 'key_result.checked_in', entity, after: { on, ...said } });
  return check;
}

async function valueOfSource(
  context: WriteContext,
  deps: CheckInDeps,
  id: Id<'key_result'>,
  feed: 'hand' | 'metric' | 'insight',
  standing: number | undefined,
): Promise<number> {
  const reader = reading(context);
  const metric = metricOf((await linkedEntities(reader, [id], 'measured_by', 'from')).get(id));
  const last = metric ? await deps.lastMetricValue(reader, metric) : null;
  const value = last?.value ?? (feed === 'insight' ? standing : undefined);
  if (value === undefined) {
    throw problem(
      'invalid_input',
      'body.value: is needed, as nothing that feeds this key result has a value.',
    );
  }
  return value;
}
