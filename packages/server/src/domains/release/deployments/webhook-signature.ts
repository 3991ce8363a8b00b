import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old a signed message may be, or ahead of our clock. */
const toleranceSeconds = 300;

/** A message as Standard Webhooks 1.0 sign it. */
export interface SignedMessage {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** The key of a secret: `whsec_` and base64, or else the text itself. */
function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret, 'utf8');
}

function digest(secret: string, { id, timestamp, body }: SignedMessage): Buffer {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest();
}

/** The headers of a signed message. */
export function signedHeaders(secret: string, message: SignedMessage): Record<string, string> {
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': `v1,${digest(secret, message).toString('base64')}`,
  };
}

/** Why a message isn't taken; undefined where one of its signatures holds and it is of now. */
export function webhookSignatureFault(
  secret: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
  now: Temporal.Instant,
): string | undefined {
  const one = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : '';
  };
  const id = one('webhook-id');
  const timestamp = Number(one('webhook-timestamp'));
  if (id === '' || !Number.isInteger(timestamp) || timestamp <= 0) {
    return 'The headers webhook-id, webhook-timestamp and webhook-signature must be there.';
  }
  const age = Math.abs(now.epochMilliseconds / 1000 - timestamp);
  if (age > toleranceSeconds) return 'The message is too old, or the clocks differ.';
  const expected = digest(secret, { id, timestamp, body });
  const holds = one('webhook-signature')
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
  return holds ? undefined : 'The signature does not fit the message.';
}
