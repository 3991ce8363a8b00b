import type { flagRampStates, Id } from '@throughline/contract';
import type { Selectable } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { loadEntity, type Entity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { Place } from '../set-flag-configuration.ts';
import type { FlagsTables } from '../tables.ts';
import type { RampStanding } from './ramp-rules.ts';

/** A ramp's row. */
export type RampRow = Selectable<FlagsTables['flag_ramp']>;
/** A ramp's states. */
export type RampState = (typeof flagRampStates)[number];

const underWay: readonly RampState[] = ['scheduled', 'running', 'held'];
const ended: readonly RampState[] = ['finished', 'rolled-back', 'stopped'];

/** Whether a ramp still goes on. */
export const isUnderWay = (state: RampState): state is RampStanding['state'] =>
  underWay.includes(state);

/** Whether a ramp is over. */
export const isEnded = (state: RampState): boolean => ended.includes(state);

/** A ramp with its flag, locked. Throws `not_found`. */
export async function loadRamp(
  { tx, actor }: WriteContext,
  id: Id<'flag_ramp'>,
): Promise<{ ramp: RampRow; flag: Entity<'flag'> }> {
  const ramp = await tx
    .$extendTables<FlagsTables>()
    .selectFrom('flag_ramp')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!ramp) throw problem('not_found', 'There is no such ramp, or you may not see it.');
  return { ramp, flag: await loadEntity(tx, actor, { kind: 'flag', id: ramp.flag_id }) };
}

/** Where a ramp stands. */
export function standingOfRamp(ramp: RampRow): RampStanding {
  if (!isUnderWay(ramp.state)) throw problem('wrong_state', `It is ${ramp.state} already.`);
  return {
    state: ramp.state,
    steps: ramp.steps,
    position: ramp.position,
    startsAt: ramp.starts_at.toTemporalInstant(),
    stepSince: ramp.step_since?.toTemporalInstant() ?? null,
  };
}

/** Keeps what became of a ramp. */
export async function keepRamp(
  { tx, now }: WriteContext,
  id: Id<'flag_ramp'>,
  change: {
    state: RampState;
    says: string;
    position?: number;
    revision?: number;
    before?: string;
    wasOn?: boolean;
    stepped?: boolean;
    readings?: string;
  },
): Promise<void> {
  await tx
    .$extendTables<FlagsTables>()
    .updateTable('flag_ramp')
    .set({
      state: change.state,
      says: change.says,
      looked_at: toDate(now),
      ...(change.position === undefined ? {} : { position: change.position }),
      ...(change.revision === undefined ? {} : { revision: change.revision }),
      ...(change.before === undefined ? {} : { before: change.before }),
      ...(change.wasOn === undefined ? {} : { was_on: change.wasOn }),
      ...(change.stepped ? { step_since: toDate(now) } : {}),
      ...(change.readings === undefined ? {} : { readings: change.readings }),
      ...(isEnded(change.state) ? { ended_at: toDate(now) } : {}),
    })
    .where('id', '=', id)
    .execute();
}

/** The ramps to look at: those that run or that guards hold, and those whose moment has come. */
export async function rampsToLookAt(db: Db, now: Date): Promise<Id<'flag_ramp'>[]> {
  const rows = await db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_ramp')
    .select('id')
    .where('state', 'in', ['scheduled', 'running', 'held'])
    .where('held_by_hand', '=', false)
    .where('starts_at', '<=', now)
    .orderBy('id')
    .limit(1000)
    .execute();
  return rows.map(({ id }) => id);
}

/** The ramp that a flag has in an environment and that is not over, or undefined. */
export async function rampUnderWay(
  db: Db,
  { flag, environment }: Place,
): Promise<Id<'flag_ramp'> | undefined> {
  const row = await db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_ramp')
    .select('id')
    .where('flag_id', '=', flag)
    .where('environment_id', '=', environment)
    .where('state', 'not in', [...ended])
    .executeTakeFirst();
  return row?.id;
}
