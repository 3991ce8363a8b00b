import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { ReleaseTables } from '../tables.ts';
import { credentialColumns, type Credential } from './repository-credential.ts';
import { repositoryAddress } from './store.ts';

/** Changes a repository's name, owner, tag prefix or credential. */
export async function changeRepository(
  context: WriteContext,
  secrets: Secrets,
  id: Id<'repository'>,
  change: {
    title?: string | undefined;
    summary?: string | undefined;
    ownerUnit?: Id<'unit'> | null | undefined;
    tagPrefix?: string | undefined;
    credential?: Credential | null | undefined;
  },
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'repository', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'owner', entity.ownerUnit);
  if (change.ownerUnit) {
    authorise(actor, 'owner', change.ownerUnit);
    await loadEntity(tx, actor, { kind: 'unit', id: change.ownerUnit });
  }
  const { tagPrefix, credential, ...common } = change;
  const columns = {
    ...(tagPrefix === undefined ? {} : { tag_prefix: tagPrefix }),
    ...(credential === undefined
      ? {}
      : credentialColumns(secrets, id, await repositoryAddress(tx, id), credential)),
  };
  if (Object.keys(columns).length > 0) {
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('repository')
      .set(columns)
      .where('id', '=', id)
      .execute();
  }
  return changeEntity(context, ref, {
    ...common,
    after: {
      ...(tagPrefix === undefined ? {} : { tagPrefix }),
      ...(credential === undefined
        ? {}
        : { credential: credential && { username: credential.username } }),
    },
  });
}
