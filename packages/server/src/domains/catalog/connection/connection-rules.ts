import { problem } from '../../../platform/problem.ts';

/** Where a connection leads, and as whom. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** `disable`: plain text. `require`: encrypted. `verify-full`: encrypted, and the host proves its name. */
  readonly tls: 'disable' | 'require' | 'verify-full';
}

const host = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/;
const tlsModes = ['disable', 'require', 'verify-full'] as const;

const refused = (detail: string) => problem('catalog.address_refused', detail);

/**
 * A connection's address, taken apart. One TCP host by name and nothing that leads elsewhere: no
 * socket, no second host, no parameter but `sslmode`, without which the host must prove its name.
 * Throws `catalog.address_refused`.
 */
export function readAddress(address: string): Target {
  const url = URL.parse(address);
  if (!url || !/^postgres(?:ql)?:$/.test(url.protocol)) {
    throw refused('Write it as postgres://user:password@host:5432/database.');
  }
  const name = url.hostname.toLowerCase();
  if (!host.test(name)) throw refused('It must name one host, by a name or an IP address.');
  const others = [...url.searchParams.keys()].filter((key) => key !== 'sslmode');
  if (others.length > 0 || url.hash !== '') {
    throw refused(`The only parameter that may follow is sslmode, not ${others[0] ?? url.hash}.`);
  }
  const mode = url.searchParams.get('sslmode') ?? 'verify-full';
  const tls = tlsModes.find((one) => one === mode);
  if (!tls) throw refused(`sslmode is one of ${tlsModes.join(', ')}.`);
  const decoded = (text: string) => {
    try {
      return decodeURIComponent(text);
    } catch {
      throw refused('A % in user, password or database is written as %25.');
    }
  };
  const database = decoded(url.pathname.slice(1));
  if (url.username === '' || database === '') throw refused('User and database are missing.');
  return {
    host: name.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 5432 : Number(url.port),
    database,
    user: decoded(url.username),
    password: decoded(url.password),
    tls,
  };
}
