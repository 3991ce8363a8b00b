import { ConfigurationError } from '../configuration-error.ts';

/** Who mail comes from. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** The server that takes our mail, and how. */
export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise by STARTTLS where the server offers it. */
  readonly secure: boolean;
  /** Nothing goes over the wire before TLS: where there are credentials, save to this machine. */
  readonly requireTls: boolean;
  readonly login: { readonly user: string; readonly password: string } | undefined;
  readonly from: MailAddress;
  /** At most so many messages a minute, over all nodes. */
  readonly perMinute: number;
}

const usualPerMinute = 60;
const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * Reads `SMTP_URL`, `MAIL_FROM` and `MAIL_PER_MINUTE`. Undefined where none is set. Throws
 * `ConfigurationError`, which repeats no credentials.
 */
export function readMailSettings(
  set: (name: string) => string | undefined,
): MailSettings | undefined {
  const address = set('SMTP_URL');
  if (address === undefined) {
    const lonely = ['MAIL_FROM', 'MAIL_PER_MINUTE'].find((name) => set(name) !== undefined);
    if (lonely === undefined) return undefined;
    throw new ConfigurationError(`${lonely} is set without SMTP_URL, the server that takes mail.`);
  }
  const url = URL.parse(address);
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw new ConfigurationError(
      'SMTP_URL must be smtp://host:port or smtps://host:port, with user:password@ before the host where the server asks for them.',
    );
  }
  if (url.search !== '' || url.hash !== '' || (url.pathname !== '' && url.pathname !== '/')) {
    throw new ConfigurationError('SMTP_URL ends with the port: there is nothing behind it.');
  }
  const secure = url.protocol === 'smtps:';
  const login =
    url.username === ''
      ? undefined
      : { user: decoded(url.username), password: decoded(url.password) };
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: login !== undefined && !secure && !loopback.test(url.hostname),
    login,
    from: senderOf(set('MAIL_FROM')),
    perMinute: perMinuteOf(set('MAIL_PER_MINUTE')),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ConfigurationError('SMTP_URL: write % in user and password as %25.');
  }
}

function senderOf(text: string | undefined): MailAddress {
  const match = /^(?:"?([^"<>\p{Cc}]*?)"?\s*<([^<>]+)>|([^<>]+))$/u.exec(text ?? '');
  const address = match?.[2] ?? match?.[3] ?? '';
  if (!/^[^\s@:;,"<>\p{Cc}]+@[^\s@:;,"<>\p{Cc}]+$/u.test(address)) {
    throw new ConfigurationError(
      'MAIL_FROM must be the address that mail comes from: "Throughline <throughline@example.com>".',
    );
  }
  return { name: match?.[1]?.trim() || 'Throughline', address };
}

function perMinuteOf(text: string | undefined): number {
  const perMinute = text === undefined ? usualPerMinute : Number(text);
  if (Number.isInteger(perMinute) && perMinute >= 1 && perMinute <= 10_000) return perMinute;
  throw new ConfigurationError(
    `MAIL_PER_MINUTE is "${text}"; it must be a number from 1 to 10000.`,
  );
}
