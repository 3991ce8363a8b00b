import { toReference, type OperationOf, type OutputOf, type Sandbox } from '@throughline/contract';
import { sql } from 'kysely';
import type { ReadContext } from '../../../platform/context.ts';
import { onlineSeconds } from './store.ts';

type Listed = OutputOf<OperationOf<'release.listRunners'>>;

/** The runners, the last heard of first. Members see all of them: they are no entities. */
export async function listRunners(context: ReadContext): Promise<Listed> {
  const { rows } = await sql<{
    id: string;
    name: string;
    sandbox: Sandbox | null;
    created_at: Date;
    last_seen_at: Date | null;
    revoked_at: Date | null;
  }>`
    select id, name, sandbox, created_at, last_seen_at, revoked_at from runner
    order by revoked_at is not null, last_seen_at desc nulls last, id limit 200
  `.execute(context.db);
  const limit = context.now.epochMilliseconds - onlineSeconds * 1000;
  return {
    items: rows.map((row) => ({
      ref: toReference('runner', row.id),
      name: row.name,
      state: row.revoked_at
        ? 'revoked'
        : !row.last_seen_at
          ? 'waiting'
          : row.last_seen_at.getTime() > limit
            ? 'online'
            : 'offline',
      sandbox: row.sandbox,
      lastSeenAt: row.last_seen_at?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
    })),
  };
}
