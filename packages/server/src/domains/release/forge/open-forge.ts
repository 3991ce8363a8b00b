import { outsideFetch } from '../../../platform/outside/outside-fetch.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { ForgeFault, type ForgeClient } from './forge-client.ts';
import { openOf, type ForgeRow } from './forge-store.ts';
import { githubClient } from './github-client.ts';
import { gitlabClient } from './gitlab-client.ts';

const answerMs = 20_000;
const mostBytes = 10_000_000;

/**
 * What asks a forge: its own host and no other, of a private network only where an administrator listed
 * it for remotes. Throws `ForgeFault` where nothing is known to ask it with.
 */
export function openForge(
  secrets: Secrets,
  row: ForgeRow,
  remoteHosts: readonly string[],
  now: () => Temporal.Instant,
): ForgeClient {
  const key = openOf(secrets, 'key', row);
  if (key === undefined) {
    throw new ForgeFault(
      row.sealed_key === null
        ? 'Nothing is known to ask it with: give a token.'
        : 'Its token can’t be opened; enter it again.',
    );
  }
  const { hostname } = new URL(row.address);
  const hosts = hostname === 'github.com' ? ['api.github.com'] : [hostname];
  const fetch = outsideFetch({ hosts, listed: remoteHosts, timeoutMs: answerMs, mostBytes });
  const { address, project } = row;
  if (row.system === 'gitlab') return gitlabClient({ address, project, token: key, fetch, now });
  const app =
    row.app_id !== null && row.installation_id !== null
      ? { appId: row.app_id, installationId: row.installation_id, privateKey: key }
      : { token: key };
  return githubClient({ address, project, key: app, fetch, now });
}
