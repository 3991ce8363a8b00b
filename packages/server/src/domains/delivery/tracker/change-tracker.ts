import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { DeliveryTables } from '../tables.ts';
import { askAgain } from './followed-store.ts';
import { loadTracker, sealFor, trackerNamed } from './tracker-store.ts';

type Input = ParsedInput<OperationOf<'delivery.changeTracker'>>['body'];

/** Renames a tracker, or replaces what it is asked with; then it is asked again. */
export async function changeTracker(
  context: WriteContext,
  secrets: Secrets,
  id: Id<'tracker'>,
  { name, account, token, webhookSecret }: Input,
): Promise<void> {
  const { tx, now } = context;
  await loadTracker(tx, id);
  const named = name === undefined ? undefined : await trackerNamed(tx, name);
  if (named && named !== id) {
    throw problem('already_exists', `There is a tracker “${name}” already.`);
  }
  const columns = {
    ...(name === undefined ? {} : { name }),
    ...(account === undefined ? {} : { account }),
    ...(token === undefined ? {} : { sealed_token: sealFor(secrets, 'token', id, token) }),
    ...(webhookSecret === undefined
      ? {}
      : {
          sealed_secret: sealFor(secrets, 'secret', id, webhookSecret),
          refused_at: null,
          refused_says: null,
        }),
  };
  if (Object.keys(columns).length === 0) return;
  await tx
    .$extendTables<DeliveryTables>()
    .updateTable('tracker')
    .set(columns)
    .where('id', '=', id)
    .execute();
  if (account !== undefined || token !== undefined) await askAgain(tx, id, now);
  await record(context, {
    action: 'tracker.changed',
    after: {
      tracker: toReference('tracker', id),
      ...(name === undefined ? {} : { name }),
      ...(account === undefined ? {} : { account }),
      ...(token === undefined ? {} : { token: 'replaced' }),
      ...(webhookSecret === undefined ? {} : { webhookSecret: 'replaced' }),
    },
  });
}
