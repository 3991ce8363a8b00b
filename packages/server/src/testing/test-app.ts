import type {
  ClientInput,
  Operation,
  OperationId,
  OperationOf,
  OutputOf,
  Role,
  Id,
} from '@throughline/contract';
import { allOperations } from '@throughline/contract';
import { pino } from 'pino';
import { createTestDatabase } from '../../../../test/support/test-database.ts';
import { createApp, type App } from '../app.ts';
import { createApiKey } from '../platform/access/api-keys.ts';
import { system } from '../platform/access/actor.ts';
import { settableClock } from '../platform/clock.ts';
import { connect } from '../platform/database/connect.ts';
import type { WriteContext } from '../platform/context.ts';
import type { MailSettings } from '../platform/mail/mail-settings.ts';
import { invite } from '../platform/access/invite.ts';
import { redeemSignInLink } from '../platform/access/sign-in.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { testSecrets } from './test-secrets.ts';
import { createPersonNamed } from '../domains/org/index.ts';

/** An answer of the API in a test: its status, headers and parsed body. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Record<string, string | undefined>;
  readonly body: T;
}

/** A caller of the API with one identity's key. */
export interface Caller {
  readonly key: string;
  readonly identity: Id<'identity'>;
  readonly person: Id<'person'> | null;
  /** Calls an operation and expects it to succeed; fails the test with the problem otherwise. */
  call<I extends OperationId>(
    id: I,
    input?: Partial<ClientInput<OperationOf<I>>> & { ifMatch?: number; idempotencyKey?: string },
  ): Promise<OutputOf<OperationOf<I>>>;
  /** Calls an operation and answers whatever comes. */
  attempt(
    id: OperationId,
    input?: {
      params?: Record<string, unknown>;
      query?: Record<string, unknown>;
      body?: unknown;
      ifMatch?: number;
      idempotencyKey?: string;
    },
  ): Promise<Answer<Record<string, unknown>>>;
}

/** The whole program on a database of its own, without a port, for domain tests. */
export interface TestApp extends App {
  readonly clock: ReturnType<typeof settableClock>;
  /** A write as the server itself, sealed when it resolves. */
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
  /** A new member with a key of all scopes. */
  member(options?: {
    administrator?: boolean;
    roles?: { role: Role; unit: Id<'unit'> | null }[];
    name?: string;
    /** For how long the key works by the test's clock; a day unless told. */
    keyDays?: number;
  }): Promise<Caller>;
}

const operationsById = new Map(allOperations().map(({ id, operation }) => [id, operation]));

function addressOf(operation: Operation, input: { params?: unknown; query?: unknown }): string {
  const params = (input.params ?? {}) as Record<string, string>;
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((input.query ?? {}) as Record<string, string>)) {
    query.set(name, value);
  }
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

/** Starts the program for a test. `stop()` it in `afterAll`. */
export async function createTestApp(
  options: {
    now?: string;
    environment?: Record<string, string>;
    dataDir?: string;
    secrets?: Secrets;
    /** The server that takes mail. */
    mail?: MailSettings;
    /** The program as a rehearsal organisation runs it. */
    rehearsal?: boolean;
  } = {},
): Promise<TestApp> {
  const testDatabase = await createTestDatabase();
  const database = connect({ url: testDatabase.url }, 8);
  const clock = settableClock(Temporal.Instant.from(options.now ?? '2026-11-23T09:00:00Z'));
  const app = await createApp({
    configuration: {
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://throughline.test',
      dataDir: options.dataDir ?? '/nonexistent',
      databaseUrl: undefined,
      secretKey: undefined,
      adminKey: undefined,
      organisation: '',
      mail: options.mail,
      demo: true,
      rehearsalBegins: undefined,
      rehearsalPort: 0,
      rehearsalUrl: 'http://rehearsal.test',
    },
    database,
    secrets: options.secrets ?? testSecrets,
    clock,
    log: pino({ level: process.env['TEST_LOG'] ?? 'fatal' }),
    checkout: '/nonexistent',
    say: () => undefined,
    checkOutputs: true,
    ...(options.rehearsal
      ? { movable: { now: clock.now, moveTo: (moment) => clock.set(moment) } }
      : {}),
  });
  await app.http.ready();

  const write: TestApp['write'] = async (act) => {
    const result = await database.db
      .transaction()
      .execute((tx) =>
        act({ tx, actor: system('test'), now: clock.now(), origin: '', ifMatch: undefined }),
      );
    await app.feed.settled();
    return result;
  };

  const callerWith = (
    key: string,
    identity: Id<'identity'>,
    person: Id<'person'> | null,
  ): Caller => {
    const attempt: Caller['attempt'] = async (id, input = {}) => {
      const operation = operationsById.get(id);
      if (!operation) throw new Error(`no operation ${id}`);
      const upload = input.body instanceof Blob ? input.body : undefined;
      const response = await app.http.inject({
        method: operation.method,
        url: addressOf(operation, input),
        headers: {
          authorization: `Bearer ${key}`,
          ...(upload ? { 'content-type': upload.type } : {}),
          ...(input.ifMatch === undefined ? {} : { 'if-match': `"${input.ifMatch}"` }),
          ...(input.idempotencyKey ? { 'idempotency-key': input.idempotencyKey } : {}),
        },
        ...(upload
          ? { payload: Buffer.from(await upload.arrayBuffer()) }
          : input.body === undefined
            ? {}
            : { payload: input.body as Record<string, unknown> }),
      });
      const isJson = response.headers['content-type']?.includes('json') ?? false;
      return {
        status: response.statusCode,
        headers: response.headers as Record<string, string | undefined>,
        body: isJson ? response.json<Record<string, unknown>>() : { text: response.body },
      };
    };
    return {
      key,
      identity,
      person,
      attempt,
      async call(id, input = {}) {
        const answer = await attempt(id, input as Parameters<typeof attempt>[1]);
        if (answer.status >= 300) {
          throw new Error(`${id} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
        }
        await app.feed.settled();
        return answer.body as never;
      },
    };
  };

  let members = 0;
  return {
    ...app,
    clock,
    write,
    async member(member = {}) {
      members += 1;
      const name = member.name ?? `Member ${members}`;
      return write(async (context) => {
        const { id, token } = await invite(context, {
          email: `member-${members}@throughline.test`,
          name,
          kind: 'member',
          administrator: member.administrator ?? false,
          roles: member.roles ?? [],
        });
        let person: Id<'person'> | null = null;
        await redeemSignInLink(context, { token, password: 'a long enough password' }, async () => {
          const created = await createPersonNamed(context, name);
          person = created;
          return created;
        });
        const { key } = await createApiKey(context, id, {
          name: 'test',
          scopes: ['*:write'],
          expiresInDays: member.keyDays ?? 1,
        });
        return callerWith(key, id, person);
      });
    },
    async stop() {
      await app.stop();
      await database.close();
      await testDatabase.drop();
    },
  };
}
