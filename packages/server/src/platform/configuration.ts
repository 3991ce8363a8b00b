import { resolve } from 'node:path';
import { ConfigurationError } from './configuration-error.ts';
import { readMailSettings, type MailSettings } from './mail/mail-settings.ts';

/** What the environment says of how the server runs. */
export interface Configuration {
  readonly host: string;
  readonly port: number;
  /** Where people reach the server: sign-in links, calendar feeds and cookies follow it. */
  readonly publicUrl: string;
  readonly dataDir: string;
  /** A PostgreSQL server; without one, the embedded database in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Keys that secrets are sealed with, the present one first; without, those of the key file. */
  readonly secretKey: string | undefined;
  /** Presets an administrator's API key, for scripts. */
  readonly adminKey: string | undefined;
  readonly organisation: string;
  /** The server that takes mail; without, nothing is sent. */
  readonly mail: MailSettings | undefined;
  /** Whether the sample customer application is served at `/demo`. */
  readonly demo: boolean;
  /**
   * In a rehearsal organisation's own process: when its clock begins, where no earlier run has moved
   * it. Everything that it holds is fictional and says so.
   */
  readonly rehearsalBegins: Temporal.Instant | undefined;
  /** Where the rehearsal organisation beside this one is served. */
  readonly rehearsalPort: number;
  readonly rehearsalUrl: string;
}

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ConfigurationError(`${name} is "${text}"; it must be a number from 0 to 65535.`);
  }
  return port;
}

function addressOf(name: string, text: string): string {
  const address = text.replace(/\/+$/, '');
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new ConfigurationError(`${name} is "${address}"; it must be an http or https address.`);
  }
  return address;
}

function momentOf(name: string, text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw new ConfigurationError(
      `${name} is "${text}"; it must be a moment such as 2026-01-01T00:00Z.`,
    );
  }
}

/** Reads the configuration. Throws `ConfigurationError` with one line that says what to change. */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
  checkout: string,
): Configuration {
  const set = (name: string) => environment[name]?.trim() || undefined;
  const host = set('HOST') ?? '127.0.0.1';
  const port = portOf('PORT', set('PORT') ?? '4000');
  const bracketed = host.includes(':') ? `[${host}]` : host;
  const publicUrl = addressOf('PUBLIC_URL', set('PUBLIC_URL') ?? `http://${bracketed}:${port}`);
  const rehearsalPort = portOf('REHEARSAL_PORT', set('REHEARSAL_PORT') ?? String(port + 1));
  const rehearsalUrl = addressOf(
    'REHEARSAL_URL',
    set('REHEARSAL_URL') ?? `http://${bracketed}:${rehearsalPort}`,
  );
  const begins = set('THROUGHLINE_REHEARSAL');
  const adminKey = set('THROUGHLINE_ADMIN_KEY');
  if (adminKey !== undefined && adminKey.length < 32) {
    throw new ConfigurationError('THROUGHLINE_ADMIN_KEY is too short; use at least 32 characters.');
  }
  const databaseUrl = set('DATABASE_URL');
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new ConfigurationError('DATABASE_URL must begin with postgres:// or postgresql://.');
  }
  return {
    host,
    port,
    publicUrl,
    dataDir: resolve(checkout, set('THROUGHLINE_DATA') ?? 'data'),
    databaseUrl,
    secretKey: set('THROUGHLINE_SECRET_KEY'),
    adminKey,
    organisation: resolve(checkout, set('THROUGHLINE_ORGANISATION') ?? 'organisations/procore'),
    mail: readMailSettings(set),
    demo: set('DEMO')?.toLowerCase() !== 'off',
    rehearsalBegins: begins === undefined ? undefined : momentOf('THROUGHLINE_REHEARSAL', begins),
    rehearsalPort,
    rehearsalUrl,
  };
}
