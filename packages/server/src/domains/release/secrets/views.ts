import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';

type Listed = OutputOf<OperationOf<'release.listDeploymentSecrets'>>;

/** The names of a repository's secrets, with who set them; never what they are. */
export async function listDeploymentSecrets(
  context: ReadContext,
  repository: Id<'repository'>,
): Promise<Listed> {
  await loadEntity(context.db, context.actor, { kind: 'repository', id: repository });
  const { rows } = await sql<{
    id: string;
    name: string;
    environment_id: string | null;
    title: string | null;
    set_by: string;
    set_at: Date;
  }>`
    select secret.id, secret.name, secret.environment_id, place.title, secret.set_by, secret.set_at
    from deployment_secret secret
    left join entity place on place.id = secret.environment_id and ${visible(context.actor, 'place')}
    where secret.repository_id = ${repository}
      and (secret.environment_id is null or place.id is not null)
    order by secret.name, place.title nulls first limit 500
  `.execute(context.db);
  return {
    items: rows.map((row) => ({
      ref: toReference('deployment_secret', row.id),
      name: row.name,
      environment:
        row.environment_id === null
          ? null
          : { ref: toReference('environment', row.environment_id), title: row.title ?? '' },
      setBy: row.set_by,
      setAt: row.set_at.toISOString(),
    })),
  };
}
