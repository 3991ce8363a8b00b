import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { ReleaseTables } from '../tables.ts';
import { findForge, sealFor } from './forge-store.ts';

type Input = ParsedInput<OperationOf<'release.connectForge'>>['body'];

/**
 * Connects a repository to its project, or changes how; what is left out of key and secret stays, unless
 * it leads elsewhere now. Throws `release.address_refused`.
 */
export async function connectForge(
  context: WriteContext,
  secrets: Secrets,
  id: Id<'repository'>,
  input: Input,
): Promise<void> {
  const { tx, actor, now } = context;
  const ref = { kind: 'repository', id } as const;
  const repository = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'owner', repository.ownerUnit);
  const url = new URL(input.address);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw problem('release.address_refused', 'Write the address alone, like https://github.com.');
  }
  if (input.system === 'gitlab' && input.credentials?.kind === 'app') {
    throw problem('release.address_refused', 'Apps are GitHub’s; GitLab takes a token.');
  }
  const address = url.href.replace(/\/+$/, '');
  const before = await findForge(tx, id);
  const same = before?.system === input.system && before.address === address;
  const { credentials, webhookSecret } = input;
  const key = credentials?.kind === 'app' ? credentials.privateKey : credentials?.token;
  const columns = {
    system: input.system,
    address,
    project: input.project,
    reports: input.reports,
    problem: null,
    due_at: toDate(now),
    // A token that was given for one host isn't sent to another.
    ...(key !== undefined || !same
      ? {
          app_id: credentials?.kind === 'app' ? credentials.appId : null,
          installation_id: credentials?.kind === 'app' ? credentials.installationId : null,
          sealed_key: key === undefined ? null : sealFor(secrets, 'key', id, key),
        }
      : {}),
    ...(webhookSecret === undefined
      ? {}
      : {
          sealed_secret: sealFor(secrets, 'secret', id, webhookSecret),
          refused_at: null,
          refused_says: null,
        }),
  };
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('forge')
    .values({
      repository_id: id,
      created_at: toDate(now),
      created_by: actor.name,
      ...columns,
    })
    .onConflict((conflict) => conflict.column('repository_id').doUpdateSet(columns))
    .execute();
  await record(context, {
    action: before ? 'repository.forge_changed' : 'repository.forge_connected',
    entity: ref,
    after: {
      system: input.system,
      address,
      project: input.project,
      reports: input.reports,
      ...(key === undefined ? {} : { credentials: `${credentials?.kind} replaced` }),
      ...(webhookSecret === undefined ? {} : { webhookSecret: 'replaced' }),
    },
  });
}
