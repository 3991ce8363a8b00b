import type { EntityRef, Id } from '@throughline/contract';
import { z } from 'zod';
import { can } from '../../platform/access/can.ts';
import { toDate } from '../../platform/clock.ts';
import { reading, type WriteContext } from '../../platform/context.ts';
import { effect, type Effect } from '../../platform/decisions/effect.ts';
import { changeEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { requireP0 } from './plan/advance-launch.ts';
import type { ReadinessDeps } from './readiness/evidence-store.ts';
import { judge, keptItems } from './readiness/readiness-views.ts';
import { decisionUnderWay, itemRows, loadLaunch } from './store.ts';
import type { LaunchTables } from './tables.ts';

const refused = 'decision.effect_not_allowed';
const responsible = 'directly-responsible';
const undecided = new Set(['planning', 'ready', 'no-go']);

/** Only an editor of its unit, or who is directly responsible for it, decides on a launch. */
async function loadToDecide(context: WriteContext, target: EntityRef) {
  const id = target.id as Id<'launch'>;
  const loaded = await loadLaunch(context, id);
  const { actor, tx } = context;
  if (can(actor, 'editor', loaded.entity.ownerUnit)) return loaded;
  const items = await itemRows(tx, id);
  const mine = items.some(
    ({ role, person_id }) =>
      role === responsible && actor.kind === 'member' && actor.person === person_id && person_id,
  );
  if (mine) return loaded;
  throw problem(
    'forbidden',
    'An editor of the launch’s unit decides, or who is directly responsible.',
  );
}

async function keepVerdict(
  context: WriteContext,
  deps: ReadinessDeps,
  { launch, entity }: Awaited<ReturnType<typeof loadLaunch>>,
  kept: { effect: 'go' | 'no-go' | 'hold'; state: string; action: string; hold?: string | null },
  reason: string,
): Promise<void> {
  const { tx, actor, now } = context;
  const judged = await judge(reading(context), deps, launch, entity.state);
  const decision = await decisionUnderWay(context, launch.id);
  const why = reason === '' ? (decision?.reason ?? '') : reason;
  const tables = tx.$extendTables<LaunchTables>();
  await tables
    .insertInto('launch_verdict')
    .values({
      launch_id: launch.id,
      effect: kept.effect,
      verdict: judged.verdict,
      at: toDate(now),
      by_name: actor.name,
      reason: why,
      decision_id: decision?.id ?? null,
      evidence: JSON.stringify(keptItems(judged.items)),
    })
    .execute();
  if (kept.hold !== undefined) {
    await tables
      .updateTable('launch')
      .set({ hold_reason: kept.hold })
      .where('id', '=', launch.id)
      .execute();
  }
  await changeEntity(context, entity, {
    action: kept.action,
    state: kept.state,
    after: { verdict: judged.verdict, p0: judged.p0, p1: judged.p1, reason: why },
  });
}

const noParameters = z.object({});
const withReason = z.object({ reason: z.string().trim().max(1000).default('') });

/** What a decision may do to a launch. */
export function launchEffects(deps: ReadinessDeps): Effect[] {
  return [
    effect({
      key: 'launch.go',
      kinds: ['launch'],
      label: 'Let the launch go',
      parameters: noParameters,
      choices: {},
      says: () => 'lets the launch go',
      async apply(context, target) {
        const loaded = await loadToDecide(context, target);
        const { launch, entity } = loaded;
        if (!undecided.has(entity.state)) {
          throw problem('wrong_state', `The launch is ${entity.state} already.`);
        }
        if (launch.hold_reason !== null) {
          throw problem('wrong_state', `The launch is on hold: ${launch.hold_reason}`);
        }
        const { verdict, items } = await requireP0(context, deps, launch.id, refused);
        if (verdict === 'no-go') {
          throw problem(refused, 'Too few P1 items are met for a go, even a conditional one.');
        }
        const bare = items.filter(
          ({ row, state }) =>
            row.counts === 'readiness' &&
            (state === 'missing' || state === 'impossible') &&
            row.mitigation === '',
        );
        if (verdict === 'conditional' && bare.length > 0) {
          const missing = bare.map(({ row }) => row.title);
          throw problem(
            refused,
            `A conditional go says what is done about each missing item: ${missing.join(', ')}.`,
            { missing },
          );
        }
        await keepVerdict(
          context,
          deps,
          loaded,
          { effect: 'go', state: 'go', action: 'launch.cleared' },
          '',
        );
      },
    }),
    effect({
      key: 'launch.no-go',
      kinds: ['launch'],
      label: 'Do not launch',
      parameters: noParameters,
      choices: {},
      says: () => 'stops the launch as it is planned',
      async apply(context, target) {
        const loaded = await loadToDecide(context, target);
        if (!undecided.has(loaded.entity.state) && loaded.entity.state !== 'go') {
          throw problem('wrong_state', `The launch is ${loaded.entity.state} already.`);
        }
        const kept = { effect: 'no-go', state: 'no-go', action: 'launch.refused' } as const;
        await keepVerdict(context, deps, loaded, kept, '');
      },
    }),
    effect({
      key: 'launch.hold',
      kinds: ['launch'],
      label: 'Hold the launch',
      parameters: withReason,
      choices: {},
      says: ({ reason }) => (reason === '' ? 'holds the launch' : `holds the launch: ${reason}`),
      async apply(context, target, { reason }) {
        const loaded = await loadToDecide(context, target);
        if (!undecided.has(loaded.entity.state) && loaded.entity.state !== 'go') {
          throw problem('wrong_state', `The launch is ${loaded.entity.state} already.`);
        }
        const decision = await decisionUnderWay(context, loaded.launch.id);
        const hold = reason || decision?.reason || 'held by decision';
        const kept = { effect: 'hold', state: 'planning', action: 'launch.held', hold } as const;
        await keepVerdict(context, deps, loaded, kept, reason);
      },
    }),
    effect({
      key: 'launch.resume',
      kinds: ['launch'],
      label: 'Lift the hold of the launch',
      parameters: noParameters,
      choices: {},
      says: () => 'lifts the hold of the launch',
      async apply(context, target) {
        const { launch, entity } = await loadToDecide(context, target);
        await context.tx
          .$extendTables<LaunchTables>()
          .updateTable('launch')
          .set({ hold_reason: null })
          .where('id', '=', launch.id)
          .execute();
        await changeEntity(context, entity, { action: 'launch.resumed' });
      },
    }),
  ];
}
