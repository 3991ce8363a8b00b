import { createHmac, timingSafeEqual } from 'node:crypto';

/** The HMAC-SHA256 of a body, in lower-case hexadecimal: what most tools sign their webhooks with. */
function webhookSignature(secret: string, body: Uint8Array): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** Whether two secrets are equal, in a time that tells nothing of where they differ. */
export function equalSecrets(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Whether a signature is a body's, with `sha256=` before it or without. */
export function isSignedBy(secret: string, body: Uint8Array, signature: unknown): boolean {
  if (typeof signature !== 'string') return false;
  return equalSecrets(signature.replace(/^sha256=/, ''), webhookSignature(secret, body));
}
