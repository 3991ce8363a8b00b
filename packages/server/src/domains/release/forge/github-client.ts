import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/core';
import { OutsideError, type OutsideFetch } from '../../../platform/outside/outside-fetch.ts';
import { faultOf, ForgeFault, type ForgeClient } from './forge-client.ts';

/** What GitHub is asked with: a token, or an installed app's key. */
export type GithubKey =
  | { readonly token: string }
  | { readonly appId: string; readonly installationId: string; readonly privateKey: string };

interface Refused {
  readonly status: number;
  readonly message: string;
  readonly response?: { readonly headers?: Record<string, string | number | undefined> };
}

const isRefused = (error: unknown): error is Refused =>
  error instanceof Error && 'status' in error && typeof error.status === 'number';

/** Where a GitHub's API is: its own for github.com, below the address for an Enterprise Server. */
function apiOf(address: string): string {
  const url = new URL(address);
  return url.hostname === 'github.com' ? 'https://api.github.com' : `${url.origin}/api/v3`;
}

/** Asks GitHub's REST API by Octokit, over a fetch that is led nowhere else. */
export function githubClient(deps: {
  readonly address: string;
  readonly project: string;
  readonly key: GithubKey;
  readonly fetch: OutsideFetch;
  readonly now: () => Temporal.Instant;
}): ForgeClient {
  const { key, now } = deps;
  const [owner = '', repo = ''] = deps.project.split('/');
  const request = { fetch: deps.fetch };
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const octokit = new Octokit({
    baseUrl: apiOf(deps.address),
    userAgent: 'Throughline',
    request,
    log,
    ...('token' in key
      ? { auth: key.token }
      : {
          authStrategy: createAppAuth,
          auth: {
            appId: key.appId,
            installationId: key.installationId,
            privateKey: key.privateKey,
          },
        }),
  });
  const ask = async <T>(act: () => Promise<{ data: T }>): Promise<T> => {
    try {
      return (await act()).data;
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      for (const one of [error, cause]) {
        if (one instanceof OutsideError) throw new ForgeFault(one.message);
      }
      if (!isRefused(error)) throw error;
      throw faultOf(error.status, error.message, error.response?.headers ?? {}, now());
    }
  };
  const at = { owner, repo };
  return {
    async project() {
      const { full_name: name } = await ask(() => octokit.request('GET /repos/{owner}/{repo}', at));
      return name;
    },
    async setStatus(sha, { name, state, says, url }) {
      await ask(() =>
        octokit.request('POST /repos/{owner}/{repo}/statuses/{sha}', {
          ...at,
          sha,
          state,
          context: name,
          description: says.slice(0, 140),
          target_url: url,
        }),
      );
    },
    async comment(number, { known, mark, body }) {
      const change = (id: number) =>
        ask(() =>
          octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
            ...at,
            comment_id: id,
            body,
          }),
        );
      if (known !== null) {
        try {
          await change(Number(known));
          return known;
        } catch (error) {
          if (!(error instanceof ForgeFault) || error.status !== 404) throw error;
        }
      }
      const present = await ask(() =>
        octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
          ...at,
          issue_number: number,
          per_page: 100,
        }),
      );
      const marked = present.find((one) => one.body?.startsWith(mark) ?? false);
      if (marked) {
        await change(Number(marked.id));
        return String(marked.id);
      }
      const { id } = await ask(() =>
        octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
          ...at,
          issue_number: number,
          body,
        }),
      );
      return String(id);
    },
    async openRequest({ branch, target, title, body }) {
      const { number, html_url: address } = await ask(() =>
        octokit.request('POST /repos/{owner}/{repo}/pulls', {
          ...at,
          head: branch,
          base: target,
          title,
          body,
        }),
      );
      return { number, address };
    },
  };
}
