import { delimiter } from 'node:path';
import type { WriteContext } from '../../platform/context.ts';
import type { Db } from '../../platform/database/connect.ts';
import { record } from '../../platform/ledger/record.ts';
import { defaultGateHosts } from '../../platform/outside/address-rules.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';

/** What only an administrator decides: where repositories lie, whom the server asks. */
export interface ReleaseSettings {
  readonly repositoryRoots: string[];
  readonly gateHosts: string[];
  readonly remoteHosts: string[];
}

/** The settings, and the roots that the start of the program gives. */
export interface SettingsReader {
  readonly fixedRoots: readonly string[];
  read(db: Db): Promise<ReleaseSettings>;
}

const keys = {
  repositoryRoots: 'repository_roots',
  gateHosts: 'gate_hosts',
  remoteHosts: 'remote_hosts',
} as const;

function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;
}

/**
 * Reads the settings. Where nobody listed hosts for gates, loopback is one as long as the server
 * itself listens only there (decision of the shipped start: what it deploys is on this machine).
 */
export function releaseSettings(deps: {
  host: string;
  checkout: string;
  environment: Readonly<Record<string, string | undefined>>;
}): SettingsReader {
  const listed = (deps.environment['THROUGHLINE_REPOSITORY_ROOTS'] ?? '').split(delimiter);
  return {
    fixedRoots: [deps.checkout, ...listed.filter((root) => root.startsWith('/'))],
    async read(db) {
      return {
        repositoryRoots: texts(await readSetting(db, keys.repositoryRoots)) ?? [],
        gateHosts: texts(await readSetting(db, keys.gateHosts)) ?? [...defaultGateHosts(deps.host)],
        remoteHosts: texts(await readSetting(db, keys.remoteHosts)) ?? [],
      };
    },
  };
}

/** Changes the settings that are given; the ledger says by whom. */
export async function changeReleaseSettings(
  context: WriteContext,
  change: { [K in keyof ReleaseSettings]?: readonly string[] | undefined },
): Promise<void> {
  const given = (Object.keys(keys) as (keyof typeof keys)[]).filter((key) => change[key]);
  for (const key of given) await writeSetting(context, keys[key], change[key]);
  await record(context, {
    action: 'release_settings.changed',
    after: Object.fromEntries(given.map((key) => [key, change[key]])),
  });
}
