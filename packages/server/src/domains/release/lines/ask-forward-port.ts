import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { problem } from '../../../platform/problem.ts';
import { backportJob, waiting, writeBackport } from '../backports/ask-backports.ts';
import { forwardBranch } from '../backports/backport-rules.ts';
import { loadRepository } from '../repositories/store.ts';
import { forwardPortOf, lineCommit, loadLine } from './store.ts';

/** Brings a commit of a line to the default branch, on a branch that becomes a change of its own. */
export async function askForwardPort(
  context: WriteContext,
  deps: { jobs: Jobs },
  id: Id<'release_line'>,
  sha: string,
): Promise<Id<'backport'>> {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, { kind: 'release_line', id }, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  const line = await loadLine(tx, id);
  const commit = await requireLineCommit(context, id, sha);
  if (await forwardPortOf(tx, id, sha)) {
    throw problem('already_exists', 'This commit is being brought forward already.');
  }
  const { default_branch: target } = await loadRepository(tx, line.repository_id);
  if (target === null) throw problem('release.unknown_revision', 'There is no default branch.');
  const port = await writeBackport(context, {
    title: `${commit.subject} → ${target}`,
    state: 'making',
    says: 'It is being picked.',
    repository: line.repository_id,
    direction: 'forward',
    change: null,
    line,
    target,
    branch: forwardBranch(line, sha),
    how: 'person',
    commits: [waiting(sha, commit.subject, 'change')],
  });
  await deps.jobs.enqueue(tx, backportJob, { backport: port });
  return port;
}

/** A commit that a line has and the default branch hasn't. Throws `release.unknown_revision`. */
export async function requireLineCommit(
  { tx }: WriteContext,
  line: Id<'release_line'>,
  sha: string,
): Promise<{ subject: string }> {
  const commit = await lineCommit(tx, line, sha);
  if (commit) return commit;
  throw problem(
    'release.unknown_revision',
    'The line has no such commit that the default branch hasn’t.',
  );
}
