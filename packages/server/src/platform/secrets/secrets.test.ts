import { createCipheriv, createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readSecretKeys } from './secret-keys.ts';
import { createSecrets, SecretUnreadable } from './secrets.ts';

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const secretsOf = (...bytes: number[]) =>
  createSecrets(readSecretKeys(bytes.map(keyOf).join(','), 'the test'));

const purpose = 'identity_secret 1 of production';

test.each(['idn_abc', '', 'ümlaut 🔑', 'a.b.c', 'x'.repeat(100_000)])(
  'what is sealed opens for the same purpose (%#)',
  (text) => {
    const secrets = secretsOf(1);
    expect(secrets.open(purpose, secrets.seal(purpose, text))).toBe(text);
  },
);

test('the same secret never looks the same twice, and its text is not to be seen', () => {
  const secrets = secretsOf(1);
  const sealed = Array.from({ length: 100 }, () => secrets.seal(purpose, 'idn_the-secret'));
  expect(new Set(sealed).size).toBe(100);
  expect(sealed.join(' ')).not.toContain('idn_');
  expect(sealed.join(' ')).not.toContain(Buffer.from('idn_').toString('base64url').slice(0, 5));
});

test('in another row, or as another kind of secret, it does not open', () => {
  const secrets = secretsOf(1);
  const sealed = secrets.seal(purpose, 'idn_abc');
  for (const other of ['identity_secret 2 of production', 'identity_secret 1 of test', '']) {
    expect(() => secrets.open(other, sealed)).toThrow(SecretUnreadable);
  }
});

test('a change of any character is noticed', () => {
  const secrets = secretsOf(1);
  const sealed = secrets.seal(purpose, 'idn_abc');
  for (let at = 0; at < sealed.length; at += 1) {
    const other = sealed[at] === 'A' ? 'B' : 'A';
    const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
    // The last character may carry bits that no byte needs: then nothing changed.
    if (sameBox(changed, sealed)) continue;
    expect(() => secrets.open(purpose, changed), `character ${at}`).toThrow(SecretUnreadable);
  }
  for (const cut of [sealed.slice(0, -1), `${sealed}.`, `${sealed}AAAA`, '', 'idn_abc']) {
    expect(() => secrets.open(purpose, cut)).toThrow(SecretUnreadable);
  }
});

const sameBox = (one: string, other: string) => {
  const [oneVersion, oneKey, oneBox = ''] = one.split('.');
  const [version, key, box = ''] = other.split('.');
  const bytes = Buffer.from(oneBox, 'base64url');
  return oneVersion === version && oneKey === key && bytes.equals(Buffer.from(box, 'base64url'));
};

test('without its key it says which is missing and what to do', () => {
  const sealed = secretsOf(1).seal(purpose, 'idn_abc');
  const [, keyId = ''] = sealed.split('.');
  const opening = () => secretsOf(2).open(purpose, sealed);
  expect(opening).toThrow(SecretUnreadable);
  expect(opening).toThrow(`The key ${keyId} that sealed this secret is not among those given`);
  expect(opening).toThrow('THROUGHLINE_SECRET_KEY');
  expect(opening).toThrow(expect.objectContaining({ missingKey: keyId }));
});

test('a new key seals, the old one still opens, and it is known which of them sealed', () => {
  const sealed = secretsOf(1).seal(purpose, 'idn_abc');
  const both = secretsOf(2, 1);
  expect(both.open(purpose, sealed)).toBe('idn_abc');
  expect(both.isCurrent(sealed)).toBe(false);
  const again = both.seal(purpose, both.open(purpose, sealed));
  expect(both.isCurrent(again)).toBe(true);
  expect(secretsOf(2).open(purpose, again)).toBe('idn_abc');
});

test('the form is AES-256-GCM with the purpose as associated data, as ADR 014 has it', () => {
  // Made here by hand: what earlier versions sealed must open for ever.
  const key = Buffer.alloc(32, 1);
  const id = createHash('sha256').update('throughline secret key').update(key).digest('hex');
  const keyId = id.slice(0, 12);
  const nonce = Buffer.alloc(12, 7);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(`throughline secret v1\n${keyId}\n${purpose}`));
  const text = Buffer.concat([cipher.update('idn_abc'), cipher.final()]);
  const box = Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url');
  expect(secretsOf(1).open(purpose, `v1.${keyId}.${box}`)).toBe('idn_abc');
});

test('keys are read in base64, base64url and hexadecimal, by commas, spaces and lines', () => {
  const bytes = Buffer.from(Array.from({ length: 32 }, (_, at) => 255 - at));
  const forms = [
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
  const keys = readSecretKeys(`${forms.join(', ')}\n${keyOf(1)}\n`, 'the test');
  expect(keys).toHaveLength(5);
  expect(new Set(keys.map(({ id }) => id)).size).toBe(2);
});

test.each(['', '   ', 'short', keyOf(1).slice(4), `${keyOf(1)},nonsense`, 'f'.repeat(63)])(
  'refuses %j as keys, without repeating it',
  (text) => {
    const reading = () => readSecretKeys(text, 'THROUGHLINE_SECRET_KEY');
    expect(reading).toThrow(/^THROUGHLINE_SECRET_KEY: /);
    for (const word of text.split(',').filter((one) => one.trim() !== '')) {
      expect(reading).not.toThrow(word);
    }
  },
);
