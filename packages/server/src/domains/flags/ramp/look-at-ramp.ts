import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { applyConfiguration } from '../set-flag-configuration.ts';
import { identityOf } from '../change/change-store.ts';
import { loadConfiguration, loadFlag, type Configured } from '../store.ts';
import type { FlagsTables } from '../tables.ts';
import { nextMove, servedAt, verdictOf, type GuardReading } from './ramp-rules.ts';
import {
  isEnded,
  isUnderWay,
  keepRamp,
  loadRamp,
  standingOfRamp,
  type RampRow,
  type RampState,
} from './ramp-store.ts';

/** What became of a ramp. */
export interface RampMoved {
  readonly state: RampState;
  readonly says: string;
}

const percentOf = (ramp: RampRow, position: number) => ramp.steps[position]?.percent ?? 0;

async function tell(context: WriteContext, ramp: RampRow, action: string, says: string) {
  await record(context, {
    action,
    entity: { kind: 'flag', id: ramp.flag_id },
    after: {
      ramp: toReference('flag_ramp', ramp.id),
      environment: toReference('environment', ramp.environment_id),
      says,
    },
  });
}

const placeOf = (ramp: RampRow) => ({ flag: ramp.flag_id, environment: ramp.environment_id });

/** Whether somebody changed the flag there since the ramp last did: whoever did has taken it over. */
async function takenOver({ tx }: WriteContext, ramp: RampRow): Promise<boolean> {
  if (ramp.revision === null) return false;
  const flag = await loadFlag(tx, ramp.flag_id);
  const { revision } = await loadConfiguration(tx, flag, ramp.environment_id);
  return revision !== ramp.revision;
}

/** Ends a ramp that somebody has taken over; what they had decided stays. */
function handOver(context: WriteContext, ramp: RampRow): Promise<RampMoved> {
  return end(context, ramp, 'stopped', 'Somebody changed the flag here by hand: the ramp ends.');
}

/** Writes what a ramp serves, under the environment's lock; undefined where a hand was there first. */
async function serve(
  context: WriteContext,
  ramp: RampRow,
  action: string,
  next: (present: Configured) => Omit<Configured, 'revision'>,
): Promise<number | undefined> {
  let taken = false;
  const { revision } = await applyConfiguration(context, placeOf(ramp), (present) => {
    taken = ramp.revision !== null && present.revision !== ramp.revision;
    return taken ? null : { ...next(present), action, by: `ramp of ${ramp.started_by}` };
  });
  return taken ? undefined : revision;
}

/** Serves a step. */
async function serveStep(
  context: WriteContext,
  ramp: RampRow,
  position: number,
  readings?: string,
): Promise<RampMoved> {
  const percent = percentOf(ramp, position);
  const says = `Step ${position + 1} of ${ramp.steps.length}: ${percent} %`;
  const first: { before?: string; wasOn?: boolean } = {};
  const revision = await serve(context, ramp, 'flag.ramp_stepped', (present) => {
    if (ramp.position < 0) {
      first.before = JSON.stringify(present.configuration.fallthrough);
      first.wasOn = present.on;
    }
    const fallthrough = servedAt(percent, {
      variation: ramp.variation,
      otherwise: ramp.otherwise,
      contextKind: ramp.context_kind,
      bucketBy: ramp.bucket_by,
    });
    return { on: true, configuration: { ...present.configuration, fallthrough } };
  });
  if (revision === undefined) return handOver(context, ramp);
  await keepRamp(context, ramp.id, {
    state: 'running',
    says,
    position,
    revision,
    stepped: true,
    ...first,
    ...(readings === undefined ? {} : { readings }),
  });
  return { state: 'running', says };
}

/** Serves again what was served before the first step. */
async function goBack(
  context: WriteContext,
  ramp: RampRow,
  says: string,
  readings?: string,
): Promise<RampMoved> {
  const { before, was_on: wasOn } = ramp;
  if (before !== null) {
    const revision = await serve(context, ramp, 'flag.ramp_rolled_back', (present) => ({
      on: wasOn ?? present.on,
      configuration: { ...present.configuration, fallthrough: before },
    }));
    if (revision === undefined) return handOver(context, ramp);
  }
  await keepRamp(context, ramp.id, {
    state: 'rolled-back',
    says,
    ...(readings === undefined ? {} : { readings }),
  });
  await tell(context, ramp, 'flag.ramp_ended', says);
  return { state: 'rolled-back', says };
}

async function end(
  context: WriteContext,
  ramp: RampRow,
  state: 'finished' | 'stopped',
  says: string,
  readings?: string,
): Promise<RampMoved> {
  await keepRamp(context, ramp.id, {
    state,
    says,
    ...(readings === undefined ? {} : { readings }),
  });
  await tell(context, ramp, 'flag.ramp_ended', says);
  return { state, says };
}

/** Looks at a ramp with what its guards say, and does what is due. */
export async function lookAtRamp(
  context: WriteContext,
  id: Id<'flag_ramp'>,
  readings: readonly GuardReading[],
): Promise<void> {
  const { ramp, flag } = await loadRamp(context, id);
  if (!isUnderWay(ramp.state) || ramp.held_by_hand) return;
  if (flag.state === 'archived') {
    await end(context, ramp, 'stopped', 'The flag was archived: the ramp ends.');
    return;
  }
  if (await takenOver(context, ramp)) {
    await handOver(context, ramp);
    return;
  }
  const move = nextMove(standingOfRamp(ramp), verdictOf(readings), context.now);
  const kept = JSON.stringify(readings);
  const said = (verdict: GuardReading['verdict']) =>
    readings
      .flatMap((one, place) =>
        one.verdict === verdict ? [`${ramp.guards[place]?.label ?? ''}: ${one.says}`] : [],
      )
      .join('; ');
  switch (move) {
    case 'step':
      await serveStep(context, ramp, ramp.position + 1, kept);
      return;
    case 'finish':
      await end(context, ramp, 'finished', `${percentOf(ramp, ramp.position)} % and soaked`, kept);
      return;
    case 'roll-back':
      await goBack(context, ramp, `Rolled back: ${said('roll-back')}.`, kept);
      return;
    case 'hold': {
      const why = said('hold') || said('roll-back');
      const says = `Held: ${why}.`;
      await keepRamp(context, id, { state: 'held', says, readings: kept });
      if (ramp.state !== 'held') await tell(context, ramp, 'flag.ramp_held', says);
      return;
    }
    case 'wait': {
      const state = ramp.position < 0 ? 'scheduled' : 'running';
      const goesOn = ramp.state === 'held';
      const says = goesOn ? `${percentOf(ramp, ramp.position)} %, and goes on` : ramp.says;
      await keepRamp(context, id, { state, says, readings: kept });
      if (goesOn) await tell(context, ramp, 'flag.ramp_resumed', says);
    }
  }
}

async function asked(context: WriteContext, id: Id<'flag_ramp'>): Promise<RampRow> {
  const { ramp, flag } = await loadRamp(context, id);
  authorise(context.actor, 'contributor', flag.ownerUnit);
  if (!isUnderWay(ramp.state)) throw problem('wrong_state', `It is ${ramp.state} already.`);
  return ramp;
}

async function byHand({ tx }: WriteContext, id: Id<'flag_ramp'>, held: boolean): Promise<void> {
  await tx
    .$extendTables<FlagsTables>()
    .updateTable('flag_ramp')
    .set({ held_by_hand: held })
    .where('id', '=', id)
    .execute();
}

/** Approves another person's ramp, so that it begins. Throws `forbidden`, `wrong_state`. */
export async function approveRamp(
  context: WriteContext,
  id: Id<'flag_ramp'>,
  reason: string,
): Promise<RampMoved> {
  const { tx, actor } = context;
  const { ramp, flag } = await loadRamp(context, id);
  authorise(actor, 'editor', flag.ownerUnit);
  if (ramp.started_by_id === identityOf(actor)) {
    throw problem('forbidden', 'Another person than who started it approves a ramp.');
  }
  if (ramp.state !== 'in-review') throw problem('wrong_state', `It is ${ramp.state} already.`);
  const says = `Approved by ${actor.name}${because(reason)}`;
  await keepRamp(context, id, { state: 'scheduled', says });
  await tx
    .$extendTables<FlagsTables>()
    .updateTable('flag_ramp')
    .set({ approved_by: actor.name })
    .where('id', '=', id)
    .execute();
  await tell(context, ramp, 'flag.ramp_approved', says);
  return { state: 'scheduled', says };
}

const because = (reason: string) => (reason === '' ? '' : `: ${reason}`);

/** Holds a ramp where it stands until somebody lets it go on. Throws `wrong_state`. */
export async function holdRamp(
  context: WriteContext,
  id: Id<'flag_ramp'>,
  reason: string,
): Promise<RampMoved> {
  const ramp = await asked(context, id);
  if (ramp.held_by_hand) throw problem('wrong_state', 'It is held already.');
  const says = `Held by ${context.actor.name}${because(reason)}`;
  await keepRamp(context, id, { state: 'held', says });
  await byHand(context, id, true);
  await tell(context, ramp, 'flag.ramp_held', says);
  return { state: 'held', says };
}

/** Lets a ramp that is held by hand go on; of any other it serves the next step now. */
export async function goOnRamp(
  context: WriteContext,
  id: Id<'flag_ramp'>,
  reason: string,
): Promise<RampMoved> {
  const ramp = await asked(context, id);
  if (ramp.held_by_hand) {
    const state = ramp.position < 0 ? 'scheduled' : 'running';
    const says = `${context.actor.name} lets it go on${because(reason)}`;
    await byHand(context, id, false);
    await keepRamp(context, id, { state, says });
    await tell(context, ramp, 'flag.ramp_resumed', says);
    return { state, says };
  }
  await tell(context, ramp, 'flag.ramp_resumed', `${context.actor.name}${because(reason)}`);
  return ramp.position + 1 >= ramp.steps.length
    ? end(context, ramp, 'finished', `Ended by ${context.actor.name} before it had soaked`)
    : serveStep(context, ramp, ramp.position + 1);
}

/** Serves what was served before the ramp. Throws `wrong_state` where nothing was ramped yet. */
export async function rollBackRamp(
  context: WriteContext,
  id: Id<'flag_ramp'>,
  reason: string,
): Promise<RampMoved> {
  const ramp = await asked(context, id);
  if (ramp.position < 0) throw problem('wrong_state', 'It has not begun: end it instead.');
  return goBack(context, ramp, `Rolled back by ${context.actor.name}${because(reason)}`);
}

/** Ends a ramp where it stands. Throws `wrong_state`. */
export async function stopRamp(
  context: WriteContext,
  id: Id<'flag_ramp'>,
  reason: string,
): Promise<RampMoved> {
  const { ramp, flag } = await loadRamp(context, id);
  authorise(context.actor, 'contributor', flag.ownerUnit);
  if (isEnded(ramp.state)) throw problem('wrong_state', `It is ${ramp.state} already.`);
  return end(context, ramp, 'stopped', `Ended by ${context.actor.name}${because(reason)}`);
}
