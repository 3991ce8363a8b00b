import type { Id, OperationOf, OutputOf } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { workflowPath } from './workflow-file.ts';
import { countingText, workflowRow } from './workflow-store.ts';

/** A repository's workflow: which text counts, and what is wrong with the file. */
export async function workflowView(
  context: ReadContext,
  repository: Id<'repository'>,
): Promise<OutputOf<OperationOf<'release.getWorkflow'>>> {
  await loadEntity(context.db, context.actor, { kind: 'repository', id: repository });
  const row = await workflowRow(context.db, repository);
  const counting = countingText(row);
  return {
    path: workflowPath,
    source: row && row.file_text !== null ? 'file' : (counting?.source ?? 'none'),
    counts: counting?.text ?? null,
    text: row?.file_text ?? row?.own_text ?? null,
    commit: row?.file_commit ?? null,
    faults: row?.file_faults ?? [],
    revision: row?.revision ?? 0,
  };
}
