import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReadinessDeps } from '../readiness/evidence-store.ts';
import { judge } from '../readiness/readiness-views.ts';
import { loadLaunch } from '../store.ts';

/** What follows what by hand; go and no-go are decisions. */
const follows: Readonly<Record<string, readonly string[]>> = {
  planning: ['ready', 'no-go', 'go'],
  ready: ['planning'],
  launched: ['go'],
  measuring: ['launched'],
  closed: ['measuring', 'launched', 'no-go'],
};

/**
 * Moves a launch on by hand. Throws `wrong_state`; `launch.not_ready` where it would be ready, or be
 * launched, with a P0 item that isn't met.
 */
export async function advanceLaunch(
  context: WriteContext,
  deps: ReadinessDeps,
  id: Id<'launch'>,
  to: 'planning' | 'ready' | 'launched' | 'measuring' | 'closed',
): Promise<number> {
  const { entity, launch } = await loadLaunch(context, id);
  authorise(context.actor, 'contributor', entity.ownerUnit);
  if (!follows[to]?.includes(entity.state)) {
    throw problem('wrong_state', `A launch that is ${entity.state} does not become ${to}.`);
  }
  if (to === 'ready' || to === 'launched') {
    if (launch.hold_reason !== null) throw problem('wrong_state', `On hold: ${launch.hold_reason}`);
    await requireP0(context, deps, id, 'launch.not_ready');
  }
  return changeEntity(context, entity, { action: `launch.${actions[to]}`, state: to });
}

const actions = {
  planning: 'replanned',
  ready: 'readied',
  launched: 'launched',
  measuring: 'measured',
  closed: 'closed',
} as const;

/** Throws `code` with the P0 items that aren't met; answers the judgement otherwise. */
export async function requireP0(
  context: WriteContext,
  deps: ReadinessDeps,
  id: Id<'launch'>,
  code: 'launch.not_ready' | 'decision.effect_not_allowed',
) {
  const { entity, launch } = await loadLaunch(context, id);
  const judged = await judge(reading(context), deps, launch, entity.state);
  const missing = judged.items
    .filter(
      ({ row, state }) => row.counts === 'readiness' && row.priority === 'P0' && state !== 'met',
    )
    .map(({ row }) => row.title);
  if (missing.length === 0) return judged;
  throw problem(code, `These P0 items are not met: ${missing.join(', ')}.`, { missing });
}
