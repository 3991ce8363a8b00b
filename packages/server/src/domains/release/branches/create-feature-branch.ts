import { toReference, type EntityRef, type Id } from '@throughline/contract';
import { branchName, GitError, isBranchName } from '@throughline/git';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { loadRepository } from '../repositories/store.ts';
import type { ReleaseTables } from '../tables.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import { branchHead, branchTaken } from './branch-store.ts';

/** A piece of work for which branches are made. */
export type BranchedWork = EntityRef<'initiative' | 'feature' | 'story'>;

const mostOfOneName = 100;

/**
 * Intends a branch for a piece of work, named by the repository's policy, on the default branch or on
 * another (a stack). `pushBranches` brings it to the remote. A further branch of the same work gets a
 * number.
 */
export async function createFeatureBranch(
  context: WriteContext,
  input: { repository: Id<'repository'>; work: BranchedWork; onto?: string | undefined },
): Promise<string> {
  const { tx, actor, now } = context;
  const { repository } = input;
  const entity = await loadEntity(
    tx,
    actor,
    { kind: 'repository', id: repository },
    { lock: true },
  );
  authorise(actor, 'contributor', entity.ownerUnit);
  const work = await loadEntity(tx, actor, input.work);
  const { default_branch: main } = await loadRepository(tx, repository);
  if (main === null) {
    throw problem('release.not_fetched', 'The repository has not been fetched yet.');
  }
  const onto = input.onto ?? main;
  const sha = await branchHead(tx, repository, onto);
  if (sha === undefined) {
    throw problem('release.unknown_revision', `The repository has no branch “${onto}”.`);
  }
  const { branches } = await workflowOf(tx, repository);
  const key = toReference(work.kind, work.id);
  const first = nameOf(branches, { key, title: work.title });
  let name = first;
  for (let number = 2; await branchTaken(tx, repository, name); number += 1) {
    name = `${first}-${number}`;
    if (number > mostOfOneName || !isBranchName(name)) {
      throw problem('already_exists', 'There are too many branches of this work already.');
    }
  }
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('feature_branch')
    .values({
      id: newId('feature_branch'),
      repository_id: repository,
      name,
      work_id: work.id,
      parent: onto === main ? null : onto,
      sha,
      state: 'pushing',
      made_by: actor.name,
      at: toDate(now),
    })
    .execute();
  await record(context, {
    action: 'repository.branch_begun',
    entity: { kind: 'repository', id: repository },
    after: { branch: name, work: key, onto, sha },
  });
  return name;
}

function nameOf(
  policy: { name: string; longest: number },
  work: { key: string; title: string },
): string {
  try {
    return branchName({ template: policy.name, maxLength: policy.longest }, work);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw problem('release.workflow_invalid', `The policy makes no name here: ${error.message}.`);
  }
}
