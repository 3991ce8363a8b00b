import { createRequesterFn } from '@gitbeaker/requester-utils';
import { Gitlab } from '@gitbeaker/rest';
import { OutsideError, type OutsideFetch } from '../../../platform/outside/outside-fetch.ts';
import { faultOf, ForgeFault, type ForgeClient } from './forge-client.ts';

/** What GitBeaker hands to whoever sends its requests. */
interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly prefixUrl?: string;
  readonly searchParams?: string;
}

/** Asks GitLab's REST API by GitBeaker, over a fetch that is led nowhere else. */
export function gitlabClient(deps: {
  readonly address: string;
  readonly project: string;
  readonly token: string;
  readonly fetch: OutsideFetch;
  readonly now: () => Temporal.Instant;
}): ForgeClient {
  const { address, project, token, fetch, now } = deps;
  const send = async (endpoint: string, options?: Asked) => {
    const prefix = options?.prefixUrl ?? '';
    const url = new URL(endpoint, prefix.endsWith('/') ? prefix : `${prefix}/`);
    url.search = options?.searchParams ?? '';
    let response: Response;
    try {
      const body = typeof options?.body === 'string' ? options.body : undefined;
      response = await fetch(url, { method: options?.method, headers: options?.headers, body });
    } catch (error) {
      if (error instanceof OutsideError) throw new ForgeFault(error.message);
      throw error;
    }
    const headers = Object.fromEntries(response.headers);
    const text = await response.text();
    if (!response.ok) throw faultOf(response.status, text.slice(0, 300), headers, now());
    const body: unknown = text === '' ? null : JSON.parse(text);
    return { body: body as Record<string, unknown>, headers, status: response.status };
  };
  const requesterFn = createRequesterFn(
    (_resource, options) => Promise.resolve({ ...options }),
    (endpoint, options) => send(endpoint, options),
  );
  const gitlab = new Gitlab({ host: address, token, requesterFn });

  return {
    async project() {
      return (await gitlab.Projects.show(project)).path_with_namespace;
    },
    async setStatus(sha, { name, state, says, url }) {
      const said = state === 'failure' ? 'failed' : state;
      try {
        await gitlab.Commits.editStatus(project, sha, said, {
          name,
          description: says.slice(0, 255),
          targetUrl: url,
        });
      } catch (error) {
        // Saying the same again is refused there, and harmless.
        const same = error instanceof ForgeFault && /cannot transition/i.test(error.message);
        if (!same) throw error;
      }
    },
    async comment(number, { known, mark, body }) {
      const notes = gitlab.MergeRequestNotes;
      if (known !== null) {
        try {
          await notes.edit(project, number, Number(known), { body });
          return known;
        } catch (error) {
          if (!(error instanceof ForgeFault) || error.status !== 404) throw error;
        }
      }
      const present = await notes.all(project, number, { perPage: 100, maxPages: 1 });
      const marked = present.find((note) => note.body.startsWith(mark));
      if (marked) {
        await notes.edit(project, number, marked.id, { body });
        return String(marked.id);
      }
      return String((await notes.create(project, number, body)).id);
    },
    async openRequest({ branch, target, title, body }) {
      const made = await gitlab.MergeRequests.create(project, branch, target, title, {
        description: body,
      });
      return { number: made.iid, address: made.web_url };
    },
  };
}
