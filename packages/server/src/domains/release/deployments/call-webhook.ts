import { toReference } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import { askHttp } from '../ask-http.ts';
import type { WebhookDefinition } from '../step-rules.ts';
import { openStepSecrets } from '../secrets/store.ts';
import { askAgain, type AskTurn } from './ask-turn.ts';
import { loseAttempt } from './lose-attempt.ts';
import { settleAttempt, type Outcome } from './settle-attempt.ts';
import { stepFacts } from './store.ts';
import type { SweepDeps } from './sweep-deps.ts';
import { signedHeaders } from './webhook-signature.ts';

const answerMs = 10_000;
/** Where nothing can be connected to, it is tried again after this. */
const againSeconds = 5;

/**
 * Tells an address to do a step, once: what was sent may have arrived, whether or not an answer came,
 * so that it isn't sent again unless the step is repeatable. A signed callback, or the answer itself,
 * says how it ended.
 */
export async function callWebhook(
  deps: SweepDeps,
  turn: AskTurn,
  definition: WebhookDefinition,
): Promise<void> {
  const { id, fence } = turn;
  const lose = (says: string) =>
    deps.write((context) =>
      loseAttempt(context, { id, fence, deployment_id: turn.deployment, says }),
    );
  if (!turn.first) {
    const over = toDate(deps.clock.now()) >= turn.until;
    if (definition.answers === 'by-callback' && !over) {
      await askAgain(deps.db, turn, { at: turn.until, says: 'It was told; its word is awaited.' });
      return;
    }
    await lose(
      over ? 'No word came in time.' : 'The server ended before the answer was written down.',
    );
    return;
  }
  const settle = (outcome: Outcome) =>
    deps.write((context) => settleAttempt(context, { id, fence }, outcome));
  const facts = await stepFacts(deps.db, id);
  if (!facts) return;
  const secret = (await openStepSecrets(deps.db, deps.secrets, facts, [definition.secret]))[
    definition.secret
  ];
  if (secret === undefined) {
    const says = `The secret ${definition.secret} is missing.`;
    await settle({ state: 'failed', says, failure: 'refused' });
    return;
  }
  const body = JSON.stringify({
    type: 'deployment.step',
    attempt: toReference('attempt', id),
    fence: Number(fence),
    idempotencyKey: toReference('step', facts.step_id),
    callback: `${deps.publicUrl}/api/v1/attempts/${toReference('attempt', id)}/callback`,
    step: facts.name,
    deployment: toReference('deployment', turn.deployment),
    environment: facts.environment,
    version: facts.version,
    tag: facts.tag,
    sha: facts.sha,
    previousVersion: facts.previous_version,
    previousSha: facts.previous_sha,
    variables: facts.variables,
  });
  const timestamp = Math.floor(deps.clock.now().epochMilliseconds / 1000);
  const message = { id: toReference('attempt', id), timestamp, body };
  const { gateHosts } = await deps.settings.read(deps.db);
  const answer = await askHttp(definition.webhook, {
    hosts: gateHosts,
    timeoutMs: answerMs,
    send: {
      headers: { 'content-type': 'application/json', ...signedHeaders(secret, message) },
      body,
    },
  });
  if (answer.refused) {
    await settle({ state: 'failed', says: answer.says, failure: 'refused' });
  } else if (answer.status === undefined && answer.reached) {
    if (definition.answers === 'by-callback') {
      await askAgain(deps.db, turn, { at: turn.until, says: `${answer.says} It may still call.` });
    } else {
      await lose(`${answer.says} It may have been told.`);
    }
  } else if (answer.status === undefined) {
    const next = toDate(deps.clock.now().add({ seconds: againSeconds }));
    if (next < turn.until) {
      await askAgain(deps.db, turn, { at: next, says: answer.says, state: 'ready' });
    } else {
      await settle({ state: 'failed', says: answer.says, failure: 'step-failed' });
    }
  } else if (answer.status < 200 || answer.status > 299) {
    await settle({ state: 'failed', says: answer.says, failure: 'step-failed' });
  } else if (definition.answers === 'at-once') {
    await settle({ state: 'succeeded', says: answer.says });
  } else {
    await askAgain(deps.db, turn, { at: turn.until, says: `${answer.says} Its word is awaited.` });
  }
}
