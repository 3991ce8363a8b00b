import type { Id } from '@throughline/contract';
import { z } from 'zod';
import { system } from '../../../platform/access/actor.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { openStepSecrets } from '../secrets/store.ts';
import { settleAttempt } from './settle-attempt.ts';
import { stepFacts } from './store.ts';
import { webhookSignatureFault } from './webhook-signature.ts';

const message = z.object({
  fence: z.number().int().positive(),
  outcome: z.enum(['succeeded', 'failed']),
  says: z.string().max(2000).default(''),
});

/** What a callback came with. */
export interface Callback {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/**
 * Takes the word of what a webhook began, if it is signed with the webhook's secret. The same word
 * again changes nothing; another than the first is stale.
 */
export async function reportWebhookOutcome(
  context: WriteContext,
  secrets: Secrets,
  id: Id<'attempt'>,
  callback: Callback,
): Promise<void> {
  const { tx, now } = context;
  const facts = await stepFacts(tx, id);
  // Whether there is such an attempt is told to nobody who can't sign.
  const refused = (says: string) => problem('release.callback_refused', says);
  if (!facts || !('webhook' in facts.definition)) throw refused('There is no such webhook.');
  const { secret: name } = facts.definition;
  const secret = (await openStepSecrets(tx, secrets, facts, [name]))[name];
  if (secret === undefined) throw refused('There is no such webhook.');
  const text = new TextDecoder().decode(callback.body);
  const fault = webhookSignatureFault(secret, callback.headers, text, now);
  if (fault !== undefined) throw refused(fault);
  const { fence, outcome, says } = readMessage(text);
  if (String(fence) === facts.fence && facts.state === outcome) return;
  const byWebhook = { ...context, actor: system('webhook') };
  const words = says === '' ? `It called back: ${outcome}.` : says;
  await settleAttempt(
    byWebhook,
    { id, fence: String(fence) },
    outcome === 'succeeded'
      ? { state: 'succeeded', says: words }
      : { state: 'failed', says: words, failure: 'step-failed' },
  );
}

function readMessage(text: string): z.output<typeof message> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw problem('invalid_input', 'The body is no JSON.');
  }
  const parsed = message.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw problem('invalid_input', `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? ''}`);
}
