import { Agent, request } from 'node:http';
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

/** The API refused. */
export class Refused extends Error {
  readonly code: string;

  constructor(id: string, status: number, text: string) {
    super(`${id} answered ${status}: ${text}`);
    this.code = /"code":"([^"]+)"/.exec(text)?.[1] ?? '';
  }
}

/** What a call is given beside its operation. */
export interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly ifMatch?: number | undefined;
}

interface Raw {
  readonly status: number;
  readonly text: string;
  readonly cookie: string | undefined;
}

/** Calls public operations over connections that stay open. */
export interface ApiClient {
  call<I extends OperationId>(
    credential: Credential,
    id: I,
    input: ClientInput<OperationOf<I>> & { ifMatch?: number },
  ): Promise<OutputOf<OperationOf<I>>>;
  callAny(credential: Credential, id: OperationId, input: AnyInput): Promise<unknown>;
  /** The cookie of a session that an operation begins. */
  sessionOf(id: OperationId, input: AnyInput): Promise<string>;
  close(): void;
}

/** An API key, or a session's cookie. */
export type Credential = { readonly key: string } | { readonly cookie: string };

/** What is sent of a body: an upload as it is, anything else as JSON. */
async function bodyOf(body: unknown): Promise<{ type: string; bytes: Buffer } | undefined> {
  if (body === undefined) return undefined;
  return body instanceof Blob
    ? { type: body.type, bytes: Buffer.from(await body.arrayBuffer()) }
    : { type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) };
}

/** A client of the server at an address. */
export function createApiClient(url: string): ApiClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 24 });

  const send = async (id: OperationId, credential: Credential | undefined, input: AnyInput) => {
    const body = await bodyOf(input.body);
    return new Promise<Raw>((resolve, reject) => {
      const operation = operations.get(id);
      if (!operation) throw new Error(`no operation ${id}`);
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(input.params?.[name] ?? ''),
      );
      const query = new URLSearchParams(
        Object.entries(input.query ?? {}).map(([name, value]) => [name, String(value)]),
      );
      const sent = request(
        `${url}${path}${query.size > 0 ? `?${query.toString()}` : ''}`,
        {
          method: operation.method,
          agent,
          headers: {
            ...(credential && 'key' in credential
              ? { authorization: `Bearer ${credential.key}` }
              : {}),
            ...(credential && 'cookie' in credential ? { cookie: credential.cookie } : {}),
            ...(body === undefined
              ? {}
              : { 'content-type': body.type, 'content-length': body.bytes.length }),
            ...(input.ifMatch === undefined ? {} : { 'if-match': `"${input.ifMatch}"` }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              text: Buffer.concat(chunks).toString(),
              cookie: response.headers['set-cookie']?.[0]?.split(';')[0],
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body?.bytes);
    });
  };

  const callAny = async (credential: Credential, id: OperationId, input: AnyInput) => {
    const { status, text } = await send(id, credential, input);
    if (status >= 300) throw new Refused(id, status, text);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };

  return {
    callAny,
    call: (credential, id, input) => callAny(credential, id, input as AnyInput) as never,
    async sessionOf(id, input) {
      const { status, text, cookie } = await send(id, undefined, input);
      if (status >= 300 || !cookie) throw new Refused(id, status, text);
      return cookie;
    },
    close: () => agent.destroy(),
  };
}
