import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { ReleaseTables } from '../tables.ts';
import { sealSecret, secretOf } from './store.ts';

/** Sets a secret of a repository's pipelines, or replaces it; the ledger says that, never what. */
export async function setDeploymentSecret(
  context: WriteContext,
  secrets: Secrets,
  repository: Id<'repository'>,
  input: { name: string; environment?: Id<'environment'> | undefined; value: string },
): Promise<Id<'deployment_secret'>> {
  const { tx, actor, now } = context;
  const ref = { kind: 'repository', id: repository } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'owner', entity.ownerUnit);
  const { environment, name } = input;
  if (environment) await loadEntity(tx, actor, { kind: 'environment', id: environment });
  const tables = tx.$extendTables<ReleaseTables>();
  const present = await secretOf(tx, repository, environment ?? null, name);
  const id = present ?? newId('deployment_secret');
  const kept = {
    sealed: sealSecret(secrets, id, input.value),
    set_by: actor.name,
    set_at: toDate(now),
  };
  if (present) {
    await tables.updateTable('deployment_secret').set(kept).where('id', '=', id).execute();
  } else {
    const row = { id, repository_id: repository, environment_id: environment ?? null, name };
    await tables
      .insertInto('deployment_secret')
      .values({ ...row, ...kept })
      .execute();
  }
  await record(context, {
    action: present ? 'repository.secret_replaced' : 'repository.secret_set',
    entity: ref,
    after: {
      secret: toReference('deployment_secret', id),
      name,
      environment: environment ? toReference('environment', environment) : null,
    },
  });
  return id;
}
