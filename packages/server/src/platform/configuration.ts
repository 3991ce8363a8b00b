import { resolve } from 'node:path';

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
  /** Whether the sample customer application is served at `/demo`. */
  readonly demo: boolean;
}

/** A setting in the environment that can't be used; the message says which and why. */
export class ConfigurationError extends Error {}

/** Reads the configuration. Throws `ConfigurationError` with one line that says what to change. */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
  checkout: string,
): Configuration {
  const set = (name: string) => environment[name]?.trim() || undefined;
  const host = set('HOST') ?? '127.0.0.1';
  const port = Number(set('PORT') ?? '4000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ConfigurationError(`PORT is "${set('PORT')}"; it must be a number from 0 to 65535.`);
  }
  const publicUrl = (
    set('PUBLIC_URL') ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  ).replace(/\/+$/, '');
  if (!URL.canParse(publicUrl) || !/^https?:$/.test(new URL(publicUrl).protocol)) {
    throw new ConfigurationError(
      `PUBLIC_URL is "${publicUrl}"; it must be an http or https address.`,
    );
  }
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
    demo: set('DEMO')?.toLowerCase() !== 'off',
  };
}
