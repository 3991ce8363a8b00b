import type { ClientInput, OperationId, OperationOf, OutputOf } from '@throughline/contract';
import { operationTable } from '@throughline/contract/operation-table';
import { Problem } from './problem.ts';

/** An operation's input, with the revision that an update was made from. */
export type CallInput<I extends OperationId> = ClientInput<OperationOf<I>> & {
  readonly ifMatch?: number;
};

interface AnyInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly ifMatch?: number;
}

/** The address of an operation with its input: for links to calendars, exports and streams. */
export function addressOf<I extends OperationId>(id: I, input: CallInput<I>): string {
  return addressWith(id, input as AnyInput);
}

/** The address of a list with its filters as CSV: all of its rows. */
export function csvAddressOf<I extends OperationId>(id: I, input: CallInput<I>): string {
  const [path = '', query] = addressOf(id, input).split('?');
  return query === undefined ? `${path}.csv` : `${path}.csv?${query}`;
}

function addressWith(id: OperationId, input: AnyInput): string {
  const path = operationTable[id][1].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== '') query.set(name, `${value}`);
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

/**
 * Calls an operation of the API by name. Throws a `Problem`. A POST carries an idempotency key of
 * its own, so that a repetition by the network writes once.
 */
export async function call<I extends OperationId>(
  id: I,
  input: CallInput<I>,
  signal?: AbortSignal,
): Promise<OutputOf<OperationOf<I>>> {
  return (await callAny(id, input as AnyInput, signal)) as OutputOf<OperationOf<I>>;
}

/** Calls an operation whose name came from the server (the acts of Home). */
export async function callAny(
  id: OperationId,
  input: AnyInput,
  signal?: AbortSignal,
): Promise<unknown> {
  const [method] = operationTable[id];
  const headers: Record<string, string> = { accept: 'application/json' };
  const uploaded = input.body instanceof Blob ? input.body : undefined;
  if (input.body !== undefined) headers['content-type'] = uploaded?.type ?? 'application/json';
  if (input.ifMatch !== undefined) headers['if-match'] = `"${input.ifMatch}"`;
  if (method === 'POST') headers['idempotency-key'] = crypto.randomUUID();
  let response: Response;
  try {
    response = await fetch(addressWith(id, input), {
      method,
      headers,
      credentials: 'same-origin',
      ...(input.body === undefined ? {} : { body: uploaded ?? JSON.stringify(input.body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem({
      code: 'unreachable',
      status: 0,
      title: 'The server cannot be reached',
      detail: 'Check your connection; nothing was lost. Try again in a moment.',
    });
  }
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const answer: unknown = isJson ? await response.json() : undefined;
  if (response.ok) return answer;
  throw new Problem(
    isJson
      ? (answer as ConstructorParameters<typeof Problem>[0])
      : {
          code: 'unreachable',
          status: response.status,
          title: 'The server answered something unexpected',
          detail: `Status ${response.status}. Try again in a moment.`,
        },
  );
}
