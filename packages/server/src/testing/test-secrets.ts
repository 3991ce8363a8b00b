import { readSecretKeys } from '../platform/secrets/secret-keys.ts';
import { createSecrets } from '../platform/secrets/secrets.ts';

/** A key for tests, in the form of `THROUGHLINE_SECRET_KEY`. */
export const testSecretKey = Buffer.from('thirty-two bytes for tests, only').toString('hex');

/** What seals secrets in tests. */
export const testSecrets = createSecrets(readSecretKeys(testSecretKey, 'the test'));
