import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { authoriseDeployment } from '../deployments/policy.ts';
import type { ReleaseTables } from '../tables.ts';

/**
 * Keeps deployments back: of one repository by whoever may deploy it there, of all by the
 * environment's editors. A hard lock lets none begin, those that wait included; a warning is passed
 * by an act.
 */
export async function lockEnvironment(
  context: WriteContext,
  environment: Id<'environment'>,
  input: {
    repository?: Id<'repository'> | undefined;
    kind: 'hard' | 'warning';
    reason: string;
    until?: string | undefined;
  },
): Promise<Id<'deployment_lock'>> {
  const { tx, actor, now } = context;
  const ref = { kind: 'environment', id: environment } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  if (input.repository) {
    const place = { environment_id: environment, repository_id: input.repository };
    await authoriseDeployment(context, place);
  } else {
    authorise(actor, 'editor', entity.ownerUnit);
  }
  const until = input.until === undefined ? null : Temporal.Instant.from(input.until);
  if (until && Temporal.Instant.compare(until, now) <= 0) {
    throw problem('invalid_input', 'The lock must end in the future.');
  }
  const id = newId('deployment_lock');
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('deployment_lock')
    .values({
      id,
      environment_id: environment,
      repository_id: input.repository ?? null,
      hard: input.kind === 'hard',
      reason: input.reason,
      by_name: actor.name,
      since: toDate(now),
      until: until && toDate(until),
    })
    .execute();
  await record(context, {
    action: 'environment.locked',
    entity: ref,
    after: {
      lock: toReference('deployment_lock', id),
      kind: input.kind,
      repository: input.repository ? toReference('repository', input.repository) : null,
      reason: input.reason,
      until: until?.toString() ?? null,
    },
  });
  return id;
}
