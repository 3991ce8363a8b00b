import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretKeys } from './secret-keys.ts';

/** Seals what the server must be able to read again, so that the database alone tells nothing. */
export interface Secrets {
  /** Seals for one purpose: what it is and which row's, as in `identity_secret <id>`. */
  seal(purpose: string, plaintext: string): string;
  /** Opens what was sealed for the same purpose. Throws `SecretUnreadable`. */
  open(purpose: string, sealed: string): string;
  /** Whether the key that seals now sealed it: others may be retired once everything is. */
  isCurrent(sealed: string): boolean;
}

/** A sealed secret can't be opened; the message says why and what to do, and no secret. */
export class SecretUnreadable extends Error {
  /** The key that is missing; undefined where the key is here and the secret was changed. */
  readonly missingKey: string | undefined;

  constructor(message: string, missingKey?: string) {
    super(message);
    this.missingKey = missingKey;
  }
}

const version = 'v1';
const nonceBytes = 12;
const tagBytes = 16;

// The key's id is authenticated too.
const bound = (keyId: string, purpose: string) =>
  Buffer.from(`throughline secret ${version}\n${keyId}\n${purpose}`);

/**
 * AES-256-GCM with a random nonce. A sealed secret is `v1.<key id>.<nonce, ciphertext and tag>`; its
 * purpose is authenticated with it, so that it opens in no other place.
 */
export function createSecrets(keys: SecretKeys): Secrets {
  const [current] = keys;
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  return {
    seal(purpose, plaintext) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce, { authTagLength: tagBytes });
      cipher.setAAD(bound(current.id, purpose));
      const text = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      const box = Buffer.concat([nonce, text, cipher.getAuthTag()]);
      return `${version}.${current.id}.${box.toString('base64url')}`;
    },
    open(purpose, sealed) {
      const [of, keyId = '', encoded = '', ...more] = sealed.split('.');
      const box = Buffer.from(encoded, 'base64url');
      if (of !== version || more.length > 0 || box.length < nonceBytes + tagBytes) {
        throw new SecretUnreadable('This is no sealed secret that this version can read.');
      }
      const key = byId.get(keyId);
      if (!key) {
        throw new SecretUnreadable(
          `The key ${keyId} that sealed this secret is not among those given (THROUGHLINE_SECRET_KEY or the key file). Put it back after the present one, separated by a comma, or replace the secret.`,
          keyId,
        );
      }
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, nonceBytes), {
          authTagLength: tagBytes,
        });
        decipher.setAAD(bound(keyId, purpose));
        decipher.setAuthTag(box.subarray(-tagBytes));
        const text = decipher.update(box.subarray(nonceBytes, -tagBytes));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        throw new SecretUnreadable(
          'This secret was changed since it was sealed, or it belongs to another place. Replace it.',
        );
      }
    },
    isCurrent: (sealed) => sealed.startsWith(`${version}.${current.id}.`),
  };
}
