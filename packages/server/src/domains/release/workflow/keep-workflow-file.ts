import type { Id } from '@throughline/contract';
import { GitError, readFileAt, type RepositoryCache } from '@throughline/git';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { ReleaseTables } from '../tables.ts';
import { readWorkflowFile, workflowPath } from './workflow-file.ts';
import { workflowRow } from './workflow-store.ts';

/** A workflow file as a commit has it. */
export interface FoundWorkflow {
  readonly commit: string;
  readonly text: string;
  readonly faults: readonly string[];
}

const maxBytes = 256 * 1024;

/** Reads the workflow file of a commit; undefined where it has none. */
export async function findWorkflowFile(
  cache: RepositoryCache,
  commit: string,
): Promise<FoundWorkflow | undefined> {
  try {
    const file = await readFileAt(cache, commit, workflowPath, { maxBytes });
    if (!file) return undefined;
    if (file.entry.kind === 'link') {
      return { commit, text: '', faults: ['the file is a link; put the file itself there'] };
    }
    // NUL is no part of YAML and can't stand in a text of PostgreSQL.
    const text = file.bytes.toString('utf8').replaceAll('\0', '\u{fffd}');
    const reading = readWorkflowFile(text);
    return { commit, text, faults: reading.ok ? [] : reading.faults };
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'output_too_large') throw error;
    return { commit, text: '', faults: [`the file has more than ${maxBytes / 1024} KiB`] };
  }
}

/** Keeps what a fetch found of a repository's workflow file; true where that is news. */
export async function keepWorkflowFile(
  context: WriteContext,
  repository: Id<'repository'>,
  found: FoundWorkflow | undefined,
): Promise<boolean> {
  const { tx } = context;
  const row = await workflowRow(tx, repository, true);
  if ((row?.file_text ?? null) === (found?.text ?? null)) {
    const same = (row?.file_faults ?? []).join('\n') === (found?.faults ?? []).join('\n');
    if (same) return false;
  }
  const readable = found && found.faults.length === 0 ? found.text : (row?.file_read ?? null);
  const values = {
    file_text: found?.text ?? null,
    file_commit: found?.commit ?? null,
    file_read: found ? readable : null,
    file_faults: [...(found?.faults ?? [])],
  };
  const tables = tx.$extendTables<ReleaseTables>();
  await tables
    .insertInto('repository_workflow')
    .values({ repository_id: repository, ...values })
    .onConflict((conflict) =>
      conflict.column('repository_id').doUpdateSet((eb) => ({
        ...values,
        revision: eb('repository_workflow.revision', '+', 1),
      })),
    )
    .execute();
  await record(context, {
    action: 'repository.workflow_read',
    entity: { kind: 'repository', id: repository },
    after: { commit: found?.commit ?? null, faults: [...(found?.faults ?? [])] },
  });
  return true;
}
