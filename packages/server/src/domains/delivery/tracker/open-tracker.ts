import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { outsideFetch } from '../../../platform/outside/outside-fetch.ts';
import { jiraClient } from './jira-client.ts';
import { linearClient } from './linear-client.ts';
import { TrackerFault, type TrackerClient } from './outside-story.ts';
import { openOf, type TrackerRow } from './tracker-store.ts';

const answerMs = 30_000;
const mostBytes = 20_000_000;

/**
 * What asks a tracker. The administrator who connected it allowed its host by doing so, and no other.
 * Throws `TrackerFault` where its token can't be opened.
 */
export function openTracker(
  secrets: Secrets,
  row: TrackerRow,
  now: () => Temporal.Instant,
): TrackerClient {
  const token = openOf(secrets, 'token', row);
  if (token === undefined) {
    throw new TrackerFault('Its token can’t be opened; an administrator enters it again.');
  }
  const { hostname } = new URL(row.address);
  const fetch = outsideFetch({ hosts: [hostname], timeoutMs: answerMs, mostBytes });
  const { address, account } = row;
  return row.system === 'jira'
    ? jiraClient({ address, account, token, fetch, now })
    : linearClient({ address, token, fetch, now });
}
