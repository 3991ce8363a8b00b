import type { FailureClass, Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import { askHttp } from '../ask-http.ts';
import type { StepDefinition } from '../pipeline.ts';
import type { ReleaseTables } from '../tables.ts';
import { askAgain, type AskTurn, type Finding } from './ask-turn.ts';
import { callWebhook } from './call-webhook.ts';
import { takeAskTurn } from './due-store.ts';
import { figureVerdict, gateVerdict } from './gate-verdict.ts';
import { settleAttempt } from './settle-attempt.ts';
import type { SweepDeps } from './sweep-deps.ts';

const answerMs = 10_000;
/** Longer than one question takes, so that a node that died leaves its turn to another. */
const turnSeconds = 15;
/** One wrong answer during a soak may be a hiccup; the second in a row is a state. */
const watchFailures = 2;

/**
 * Asks for a step once, where its time has come: it passes, is asked again after its interval, or is
 * given up. That it is asked is written before it is.
 */
export async function askStep(deps: SweepDeps, id: Id<'attempt'>): Promise<void> {
  const turn = await takeTurn(deps, id);
  if (!turn) return;
  const { definition } = turn;
  if ('webhook' in definition) return callWebhook(deps, turn, definition);
  if ('soak' in definition) return watch(deps, turn, definition);
  if (!('interval' in definition)) return;
  const found = await find(deps, turn);
  await settle(deps, turn, found, definition);
}

async function takeTurn(deps: SweepDeps, id: Id<'attempt'>): Promise<AskTurn | undefined> {
  return deps.write(async (context) => {
    const { tx, now } = context;
    const row = await takeAskTurn(tx, id, now);
    if (!row) return undefined;
    const { definition } = row;
    const seconds =
      'soak' in definition ? definition.soak : 'timeout' in definition ? definition.timeout : 0;
    const until = row.gate_until ?? toDate(now.add({ seconds }));
    const first = row.state === 'ready';
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('step_attempt')
      .set({
        state: 'running',
        gate_until: until,
        due_at: toDate(now.add({ seconds: turnSeconds })),
        ...(first ? { started_at: toDate(now) } : {}),
      })
      .where('id', '=', id)
      .execute();
    const { fence, deployment_id: deployment, failures } = row;
    return { id, fence, deployment, definition, until, first, failures };
  });
}

async function find(deps: SweepDeps, turn: AskTurn): Promise<Finding> {
  const { definition } = turn;
  if ('gate' in definition) return gateVerdict(deps, turn.deployment, definition);
  if ('metric' in definition || 'insight' in definition) return figureVerdict(deps, definition);
  if (!('http' in definition) || definition.http === undefined) {
    return { state: 'refused', says: 'This step is nothing that can be asked.' };
  }
  const answer = await get(deps, definition.http);
  if (answer.refused) return { state: 'refused', says: answer.says };
  if (answer.status === definition.expect) return { state: 'open', says: answer.says };
  const nobody = answer.status === undefined && 'unanswered' in definition;
  return {
    state: nobody && definition.unanswered === 'hold' ? 'inconclusive' : 'closed',
    says: `${answer.says} Expected ${definition.expect}.`,
  };
}

async function get(deps: SweepDeps, address: string) {
  const { gateHosts } = await deps.settings.read(deps.db);
  return askHttp(address, { hosts: gateHosts, timeoutMs: answerMs });
}

/** Writes what was found; a question without a good answer is asked again until its time is over. */
async function settle(
  deps: SweepDeps,
  turn: AskTurn,
  { state, says }: Finding,
  { interval, timeout }: { interval: number; timeout?: number },
): Promise<void> {
  await deps.write(async (context) => {
    const given = { id: turn.id, fence: turn.fence };
    if (state === 'open') {
      await settleAttempt(context, given, { state: 'succeeded', says });
      return;
    }
    if (state === 'refused') {
      await settleAttempt(context, given, { state: 'failed', says, failure: 'refused' });
      return;
    }
    const next = context.now.add({ seconds: interval });
    if (toDate(next) <= turn.until) {
      await askAgain(context.tx, turn, { at: toDate(next), says });
      return;
    }
    const over = timeout ? ` Given up after ${timeout} s.` : '';
    const failure: FailureClass = 'health-gate';
    await settleAttempt(
      context,
      given,
      state === 'inconclusive'
        ? { state: 'inconclusive', says: `${says}${over}` }
        : { state: 'failed', says: `${says}${over}`, failure },
    );
  });
}

/** Lets a soak pass when its time is over; the second wrong answer in a row fails it. */
async function watch(
  deps: SweepDeps,
  turn: AskTurn,
  { http, expect, interval }: Extract<StepDefinition, { soak: number }>,
): Promise<void> {
  const answer = http === undefined ? undefined : await get(deps, http);
  const well = answer === undefined || answer.status === expect;
  const failures = well ? 0 : turn.failures + 1;
  const says = well ? (answer?.says ?? '') : `${answer.says} Expected ${expect}.`;
  await deps.write(async (context) => {
    const given = { id: turn.id, fence: turn.fence };
    if (answer?.refused) {
      await settleAttempt(context, given, { state: 'failed', says, failure: 'refused' });
    } else if (failures >= watchFailures) {
      const outcome = { state: 'failed', says, failure: 'health-gate' } as const;
      await settleAttempt(context, given, outcome);
    } else if (failures === 0 && toDate(context.now) >= turn.until) {
      await settleAttempt(context, given, {
        state: 'succeeded',
        says: answer ? `It was well all the while. ${says}` : 'The time has passed.',
      });
    } else {
      const next = toDate(context.now.add({ seconds: interval }));
      const late = failures === 0 && (http === undefined || next > turn.until);
      await askAgain(context.tx, turn, { at: late ? turn.until : next, says, failures });
    }
  });
}
