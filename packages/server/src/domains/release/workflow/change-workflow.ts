import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReleaseTables } from '../tables.ts';
import { readWorkflowFile, workflowPath } from './workflow-file.ts';
import { workflowRow } from './workflow-store.ts';

/** Writes the workflow of a repository that has no file of its own. */
export async function changeWorkflow(
  context: WriteContext,
  repository: Id<'repository'>,
  text: string,
): Promise<number> {
  const { tx, actor, ifMatch } = context;
  const entity = await loadEntity(
    tx,
    actor,
    { kind: 'repository', id: repository },
    { lock: true },
  );
  authorise(actor, 'owner', entity.ownerUnit);
  const row = await workflowRow(tx, repository, true);
  const revision = row?.revision ?? 0;
  if (ifMatch !== undefined && ifMatch !== revision) {
    throw problem(
      'stale_revision',
      'Somebody changed the workflow since you loaded it. Load it again, then repeat your change.',
      { revision },
    );
  }
  if (row && row.file_text !== null) {
    throw problem(
      'wrong_state',
      `The repository has ${workflowPath} on its default branch, and that counts. Change it there.`,
    );
  }
  const reading = readWorkflowFile(text);
  if (!reading.ok) {
    throw problem('release.workflow_invalid', `${reading.faults.join('. ')}.`, {
      errors: reading.faults.map((message) => ({ where: 'body.text', message })),
    });
  }
  const saved = await tx
    .$extendTables<ReleaseTables>()
    .insertInto('repository_workflow')
    .values({ repository_id: repository, own_text: text })
    .onConflict((conflict) =>
      conflict.column('repository_id').doUpdateSet((eb) => ({
        own_text: text,
        revision: eb('repository_workflow.revision', '+', 1),
      })),
    )
    .returning('revision')
    .executeTakeFirstOrThrow();
  await record(context, {
    action: 'repository.workflow_changed',
    entity: { kind: 'repository', id: repository },
    after: { text },
  });
  return saved.revision;
}
