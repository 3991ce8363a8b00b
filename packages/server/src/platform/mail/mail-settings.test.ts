import { expect, test } from 'vitest';
import { readMailSettings } from './mail-settings.ts';

const read = (environment: Record<string, string>) => readMailSettings((name) => environment[name]);
const from = 'Throughline <throughline@example.com>';

test('without SMTP_URL there is no mail', () => {
  expect(read({})).toBeUndefined();
});

test('a URL says host, port, TLS and credentials; the ports are those of RFC 6409 and RFC 8314', () => {
  expect(read({ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: from })).toEqual({
    host: 'mail.example.com',
    port: 587,
    secure: false,
    requireTls: false,
    login: undefined,
    from: { name: 'Throughline', address: 'throughline@example.com' },
    perMinute: 60,
  });
  expect(
    read({
      SMTP_URL: 'smtps://an%40user:p%25ss@mail.example.com',
      MAIL_FROM: 'ops@example.com',
      MAIL_PER_MINUTE: '5',
    }),
  ).toMatchObject({
    port: 465,
    secure: true,
    login: { user: 'an@user', password: 'p%ss' },
    from: { name: 'Throughline', address: 'ops@example.com' },
    perMinute: 5,
  });
});

test('credentials go over TLS only, save to this machine', () => {
  const requires = (url: string) => read({ SMTP_URL: url, MAIL_FROM: from })?.requireTls;
  expect(requires('smtp://u:p@mail.example.com:2525')).toBe(true);
  expect(requires('smtp://u:p@127.0.0.1:2525')).toBe(false);
  expect(requires('smtp://u:p@localhost')).toBe(false);
});

test.each<[string, Record<string, string>, RegExp]>([
  ['another protocol', { SMTP_URL: 'http://mail', MAIL_FROM: from }, /^SMTP_URL must be/],
  ['an option behind it', { SMTP_URL: 'smtp://mail?pool=true', MAIL_FROM: from }, /nothing behind/],
  ['no sender', { SMTP_URL: 'smtp://mail' }, /^MAIL_FROM must be/],
  [
    'a sender with a line break',
    { SMTP_URL: 'smtp://mail', MAIL_FROM: 'a@b\r\nBcc: c@d' },
    /^MAIL_FROM/,
  ],
  ['a sender alone', { MAIL_FROM: from }, /^MAIL_FROM is set without SMTP_URL/],
  [
    'a rate of none',
    { SMTP_URL: 'smtp://mail', MAIL_FROM: from, MAIL_PER_MINUTE: '0' },
    /^MAIL_PER_MINUTE/,
  ],
])('%s is refused', (_, environment, message) => {
  expect(() => read(environment)).toThrow(message);
});

test('what is said of a wrong URL repeats no password', () => {
  const attempt = () => read({ SMTP_URL: 'smtp://user:hunter2@mail/x', MAIL_FROM: from });
  expect(attempt).toThrow(/SMTP_URL/);
  expect(attempt).not.toThrow(/hunter2/);
});
