import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** A new secret of 192 random bits, with a prefix that says what it is: `tlk_…`. */
export function newSecret(prefix: string): string {
  return `${prefix}_${randomBytes(24).toString('base64url')}`;
}

/** What the database keeps of a random secret. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane.
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What the database keeps of a password: argon2id. */
export function passwordHash(password: string): Promise<string> {
  return hash(password, argon);
}

let decoy: Promise<string> | undefined;

/** Whether a password is the one of a hash; takes as long where there is no hash. */
export async function passwordFits(kept: string | null, password: string): Promise<boolean> {
  decoy ??= passwordHash(randomBytes(16).toString('hex'));
  const fits = await verify(kept ?? (await decoy), password);
  return fits && kept !== null;
}
