import { expect, test } from 'vitest';
import { webhookSignatureFault, signedHeaders } from './webhook-signature.ts';

// The reference vector of the Standard Webhooks libraries.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const message = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
};
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const at = (seconds: number) =>
  Temporal.Instant.fromEpochMilliseconds((message.timestamp + seconds) * 1000);

test('a message is signed as the reference libraries sign it', () => {
  expect(signedHeaders(secret, message)).toEqual({
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': signature,
  });
});

test.each([
  ['as it is', {}, message.body, 0, undefined],
  [
    'among other signatures',
    { 'webhook-signature': `v1,AAAA ${signature} v1a,x` },
    message.body,
    0,
    undefined,
  ],
  ['five minutes old', {}, message.body, 300, undefined],
  ['older', {}, message.body, 301, 'too old'],
  ['from the future', {}, message.body, -301, 'too old'],
  ['changed', {}, '{"test":2432232314}', 0, 'does not fit'],
  ['under another name', { 'webhook-id': 'msg_other' }, message.body, 0, 'does not fit'],
  ['without a signature', { 'webhook-signature': undefined }, message.body, 0, 'does not fit'],
  ['without a time', { 'webhook-timestamp': undefined }, message.body, 0, 'must be there'],
])('a message %s', (_says, changed, body, seconds, fault) => {
  const headers = { ...signedHeaders(secret, message), ...changed };
  const found = webhookSignatureFault(secret, headers, body, at(seconds));
  if (fault === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(fault);
});
