import { toReference, type Id } from '@throughline/contract';
import { newSecret, secretHash } from '../../../platform/access/secrets.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReleaseTables } from '../tables.ts';

/** Creates a runner; its token is in the answer and nowhere else. */
export async function createRunner(
  context: WriteContext,
  name: string,
): Promise<{ id: Id<'runner'>; token: string }> {
  const { tx, now } = context;
  const token = newSecret('tlr');
  const id = newId('runner');
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('runner')
    .values({ id, name, token_hash: secretHash(token), created_at: toDate(now) })
    .execute();
  await record(context, {
    action: 'runner.created',
    after: { runner: toReference('runner', id), name },
  });
  return { id, token };
}

/** A fresh token for the server's own runner, of which there is one per host. */
export async function renewLocalRunner(context: WriteContext, name: string): Promise<string> {
  const { tx, now } = context;
  const token = newSecret('tlr');
  const tables = tx.$extendTables<ReleaseTables>();
  const renewed = await tables
    .updateTable('runner')
    .set({ token_hash: secretHash(token) })
    .where('local', '=', true)
    .where('name', '=', name)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  if (renewed.length > 0) return token;
  const id = newId('runner');
  await tables
    .insertInto('runner')
    .values({ id, name, local: true, token_hash: secretHash(token), created_at: toDate(now) })
    .execute();
  await record(context, {
    action: 'runner.created',
    after: { runner: toReference('runner', id), name },
  });
  return token;
}

/** Takes a runner its token. */
export async function revokeRunner(context: WriteContext, id: Id<'runner'>): Promise<void> {
  const { tx, now } = context;
  const revoked = await tx
    .$extendTables<ReleaseTables>()
    .updateTable('runner')
    .set({ revoked_at: toDate(now) })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!revoked) throw problem('not_found', 'There is no such runner, or it was revoked before.');
  await record(context, {
    action: 'runner.revoked',
    after: { runner: toReference('runner', id) },
  });
}
