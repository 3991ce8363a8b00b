import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { replaceRequiredJobs } from './test-run-store.ts';

/** Says which jobs must have reported before a commit's tests are green. */
export async function requireTestJobs(
  context: WriteContext,
  id: Id<'repository'>,
  jobs: readonly string[],
): Promise<string[]> {
  const about = { kind: 'repository', id } as const;
  const repository = await loadEntity(context.tx, context.actor, about, { lock: true });
  authorise(context.actor, 'editor', repository.ownerUnit);
  const required = [...new Set(jobs)].toSorted((one, other) => one.localeCompare(other));
  await replaceRequiredJobs(context.tx, id, required);
  await record(context, {
    action: 'repository.test_jobs_required',
    entity: about,
    after: { required },
  });
  return required;
}
