import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { DeliveryTables } from '../tables.ts';
import { sealFor, trackerNamed } from './tracker-store.ts';

type Input = ParsedInput<OperationOf<'delivery.createTracker'>>['body'];

/**
 * Connects a tool: the act by which an administrator allows the server to ask that host. Throws
 * `already_exists`, `delivery.tracker_refused`.
 */
export async function createTracker(
  context: WriteContext,
  secrets: Secrets,
  input: Input,
): Promise<Id<'tracker'>> {
  const { tx, actor, now } = context;
  const { name, system, account } = input;
  const url = new URL(input.address);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw problem(
      'delivery.tracker_refused',
      'Write the address alone, like https://acme.atlassian.net; the token has a field of its own.',
    );
  }
  if (await trackerNamed(tx, name)) {
    throw problem('already_exists', `There is a tracker “${name}” already.`);
  }
  const id = newId('tracker');
  const address = url.href.replace(/\/+$/, '');
  const secret = input.webhookSecret;
  await tx
    .$extendTables<DeliveryTables>()
    .insertInto('tracker')
    .values({
      id,
      name,
      system,
      address,
      account,
      sealed_token: sealFor(secrets, 'token', id, input.token),
      sealed_secret: secret === undefined ? null : sealFor(secrets, 'secret', id, secret),
      created_at: toDate(now),
      created_by: actor.name,
    })
    .execute();
  await record(context, {
    action: 'tracker.created',
    after: { tracker: toReference('tracker', id), name, system, address },
  });
  return id;
}
