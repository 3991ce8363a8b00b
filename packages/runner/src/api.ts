import type { RunnerWork, Sandbox } from '@throughline/contract';

/** The server's answer was a refusal: `status` says of what kind, `code` is the problem's. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** How a command ended. */
export interface CommandEnd {
  readonly outcome: 'exited' | 'timed-out' | 'cancelled' | 'failed-to-start' | 'refused';
  readonly exitCode: number | null;
  readonly says: string;
}

/** All that a runner says to the server. Throws `ApiError`, or what `fetch` throws. */
export interface Api {
  claim(sandbox: Sandbox, wait: number, signal: AbortSignal): Promise<RunnerWork | null>;
  extend(work: RunnerWork): Promise<{ leaseSeconds: number; cancel: boolean }>;
  log(work: RunnerWork, sequence: number, text: string): Promise<void>;
  complete(work: RunnerWork, end: CommandEnd): Promise<void>;
  source(work: RunnerWork, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

const answerMs = 10_000;

/** Speaks to the server at an address with a runner's token. */
export function createApi(address: string, token: string): Api {
  const send = async (path: string, init: { body?: unknown; signal: AbortSignal }) => {
    const response = await fetch(new URL(path, address), {
      method: init.body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
      redirect: 'error',
      signal: init.signal,
    });
    if (response.ok) return response;
    const text = await response.text();
    throw new ApiError(response.status, codeOf(text), `${path} answered ${response.status}`);
  };
  const soon = () => AbortSignal.timeout(answerMs);
  const attempt = (work: RunnerWork, what: string) =>
    `/api/v1/runner/attempts/${work.attempt}/${what}`;

  return {
    async claim(sandbox, wait, signal) {
      const until = AbortSignal.any([signal, AbortSignal.timeout(wait * 1000 + answerMs)]);
      const body = { sandbox, wait };
      const response = await send('/api/v1/runner/claim', { body, signal: until });
      return ((await response.json()) as { work: RunnerWork | null }).work;
    },
    async extend(work) {
      const body = { fence: work.fence };
      const response = await send(attempt(work, 'extend'), { body, signal: soon() });
      return (await response.json()) as { leaseSeconds: number; cancel: boolean };
    },
    async log(work, sequence, text) {
      const body = { fence: work.fence, sequence, text };
      await send(attempt(work, 'log'), { body, signal: soon() });
    },
    async complete(work, end) {
      await send(attempt(work, 'complete'), {
        body: { fence: work.fence, ...end },
        signal: soon(),
      });
    },
    async source(work, signal) {
      const response = await send(`${attempt(work, 'source')}?fence=${work.fence}`, { signal });
      if (!response.body) throw new ApiError(response.status, '', 'the source came without a body');
      return response.body;
    },
  };
}

/** The last part of a problem document's type: `https://throughline.dev/problems/<code>`. */
function codeOf(text: string): string {
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem !== 'object' || problem === null) return '';
    if ('code' in problem && typeof problem.code === 'string') return problem.code;
    const type = 'type' in problem && typeof problem.type === 'string' ? problem.type : '';
    return type.slice(type.lastIndexOf('/') + 1);
  } catch {
    return '';
  }
}
