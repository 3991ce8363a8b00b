import {
  allOperations,
  type ClientInput,
  type Operation,
  type OperationId,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';

const operations = new Map<string, Operation>(
  allOperations().map(({ id, operation }) => [id, operation]),
);

type Input<I extends OperationId> = ClientInput<OperationOf<I>> & { ifMatch?: number };

interface AnyInput {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  ifMatch?: number;
}

/** A program that uses the API over HTTP with a key of its own. */
export interface ApiClient {
  call<I extends OperationId>(id: I, input: Input<I>): Promise<OutputOf<OperationOf<I>>>;
}

/** Calls operations of a running server by name; throws with the problem where one refuses. */
export function createApiClient(url: string, key: string): ApiClient {
  return {
    async call(id, given) {
      const operation = operations.get(id);
      if (!operation) throw new Error(`no operation ${id}`);
      const input = given as AnyInput;
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(input.params?.[name] ?? ''),
      );
      const upload = input.body instanceof Blob ? input.body : undefined;
      const query = new URLSearchParams(Object.entries(input.query ?? {}));
      const response = await fetch(`${url}${path}${query.size > 0 ? `?${query.toString()}` : ''}`, {
        method: operation.method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(input.body === undefined
            ? {}
            : { 'content-type': upload?.type ?? 'application/json' }),
          ...(input.ifMatch === undefined ? {} : { 'if-match': `"${input.ifMatch}"` }),
        },
        ...(input.body === undefined ? {} : { body: upload ?? JSON.stringify(input.body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${id} answered ${response.status}: ${text}`);
      const isJson = response.headers.get('content-type')?.includes('json') ?? false;
      return (isJson ? JSON.parse(text) : text) as never;
    },
  };
}

/** Asks again until the answer is there: for what the server does after it has answered. */
export async function eventually<T>(
  ask: () => Promise<T | undefined | false>,
  what: string,
  withinMs = 30_000,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > until) throw new Error(`waited ${withinMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
