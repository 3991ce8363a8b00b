import type { Id } from '@throughline/contract';
import type { Db } from '../../../platform/database/connect.ts';
import type { ReleaseTables } from '../tables.ts';
import { defaultWorkflow, readWorkflowFile, type Workflow } from './workflow-file.ts';

/** What is kept of a repository's workflow; undefined before anything was. */
export async function workflowRow(db: Db, repository: Id<'repository'>, lock = false) {
  const query = db
    .$extendTables<ReleaseTables>()
    .selectFrom('repository_workflow')
    .selectAll()
    .where('repository_id', '=', repository);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** Which text of a repository's workflow counts: the file's last readable one before our own. */
export function countingText(
  row: Awaited<ReturnType<typeof workflowRow>>,
): { source: 'file' | 'settings'; text: string } | undefined {
  if (row && row.file_text !== null) {
    return row.file_read === null ? undefined : { source: 'file', text: row.file_read };
  }
  return row && row.own_text !== null ? { source: 'settings', text: row.own_text } : undefined;
}

/**
 * The workflow that counts for a repository. A file on the default branch wins over what was
 * written here; while it has faults, its last version without them goes on counting.
 */
export async function workflowOf(db: Db, repository: Id<'repository'>): Promise<Workflow> {
  const counting = countingText(await workflowRow(db, repository));
  if (!counting) return defaultWorkflow;
  const reading = readWorkflowFile(counting.text);
  // A newer program may refuse what an older one took.
  return reading.ok ? reading.data : defaultWorkflow;
}
