import { createHash } from 'node:crypto';
import type { Id } from '@throughline/contract';
import {
  branchRef,
  commitTree,
  mergeTrees,
  pushRef,
  readRemote,
  resolveCommit,
  type RepositoryCache,
} from '@throughline/git';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { loadRepository } from '../repositories/store.ts';
import type { ReleaseTables } from '../tables.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import { integrationRow, markedChanges, type MarkedChange } from './integration-store.ts';
import type { IntegrationMember } from './integration-tables.ts';

/** What building the integration branch needs. */
export interface IntegrationDeps {
  readonly db: Db;
  readonly caches: RepositoryCaches;
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
}

interface Built {
  readonly sha: string;
  readonly members: readonly IntegrationMember[];
}

const author = { name: 'Throughline', email: 'integration@throughline.invalid' };

/**
 * Makes a repository's integration branch anew where its input has changed: the default branch, and on
 * top of it every marked change that merges with those before it. The others are left out and named,
 * with whom they contradict. The same input makes the same commit; it is pushed under a lease.
 */
export async function buildIntegration(
  deps: IntegrationDeps,
  repository: Id<'repository'>,
): Promise<void> {
  const { db } = deps;
  const { integration } = await workflowOf(db, repository);
  const { default_branch: main, indexed_head: head } = await loadRepository(db, repository);
  if (integration === undefined || main === null || head === null) return;
  const { branch } = integration;
  const marked = await markedChanges(db, repository, integration.label);
  const input = digestOf(branch, head, marked);
  const before = await integrationRow(db, repository);
  if (before?.input === input) return;
  await deps.caches.exclusively(repository, async (cache) => {
    const base = await resolveCommit(cache, branchRef(main));
    // What the index hasn't seen yet comes with its fetch.
    if (base !== head) return;
    const built = await build(cache, base, marked);
    const ours = before?.branch === branch && before.state === 'built' ? before.sha : undefined;
    const pushed = await push(cache, main, branch, built.sha, ours);
    await keep(deps, repository, { branch, input, base, ...built, ...pushed });
  });
}

function digestOf(branch: string, base: string, marked: readonly MarkedChange[]): string {
  const parts = [branch, base, ...marked.flatMap(({ id, head, title }) => [id, head, title])];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

async function build(
  cache: RepositoryCache,
  base: string,
  marked: readonly MarkedChange[],
): Promise<Built> {
  const tips: { change: Id<'change'>; sha: string }[] = [];
  const members: IntegrationMember[] = [];
  for (const change of marked) {
    const tip = tips.at(-1)?.sha ?? base;
    const merged = await mergeTrees(cache, { ours: tip, theirs: change.head });
    if (merged.clean) {
      const sha = await commitTree(cache, {
        tree: merged.tree,
        parents: [tip, change.head],
        message: `Integrate branch '${change.branch}'\n\n${change.title}\n`,
        author: { ...author, at: change.changed_at.toISOString() },
      });
      tips.push({ change: change.id, sha });
      members.push({
        change: change.id,
        head: change.head,
        within: true,
        with: null,
        conflicts: [],
      });
      continue;
    }
    members.push({
      change: change.id,
      head: change.head,
      within: false,
      with: await conflictsWith(cache, base, change.head, tips),
      conflicts: merged.conflicts.map(({ path, kind }) => `${path} (${kind})`).slice(0, 20),
    });
  }
  return { sha: tips.at(-1)?.sha ?? base, members };
}

/** The first change that is in with which another can't go; null where that is the base. */
async function conflictsWith(
  cache: RepositoryCache,
  base: string,
  head: string,
  tips: readonly { change: Id<'change'>; sha: string }[],
): Promise<Id<'change'> | null> {
  const clean = async (ours: string) => (await mergeTrees(cache, { ours, theirs: head })).clean;
  if (!(await clean(base))) return null;
  for (const tip of tips) if (!(await clean(tip.sha))) return tip.change;
  return null;
}

async function push(
  cache: RepositoryCache,
  main: string,
  branch: string,
  sha: string,
  ours: string | undefined,
): Promise<{ state: 'built' | 'refused'; says: string }> {
  const ref = `refs/heads/${branch}`;
  if (branch === main) {
    const says = 'The integration branch can’t be the default branch. Name another one.';
    return { state: 'refused', says };
  }
  const present = (await readRemote(cache)).refs.get(ref);
  if (present === sha) return { state: 'built', says: '' };
  if (present !== undefined && ours === undefined) {
    const says = `The remote has a branch “${branch}” that wasn’t made here. Name another one, or take it away.`;
    return { state: 'refused', says };
  }
  const pushed = await pushRef(cache, { ref, to: sha, expected: present });
  if (pushed.outcome === 'unreachable') throw new Error(pushed.reason);
  if (pushed.outcome !== 'landed') {
    return { state: 'refused', says: `The remote refuses it: ${pushed.reason}`.slice(0, 2000) };
  }
  const foreign = present !== undefined && present !== ours;
  const says = foreign
    ? `Somebody had pushed ${present.slice(0, 8)} to it; that was replaced. Mark a change instead.`
    : '';
  return { state: 'built', says };
}

async function keep(
  deps: IntegrationDeps,
  repository: Id<'repository'>,
  values: {
    branch: string;
    input: string;
    base: string;
    sha: string;
    members: readonly IntegrationMember[];
    state: 'built' | 'refused';
    says: string;
  },
): Promise<void> {
  await deps.write(async (context) => {
    const row = {
      ...values,
      members: JSON.stringify(values.members),
      built_at: toDate(context.now),
    };
    await context.tx
      .$extendTables<ReleaseTables>()
      .insertInto('integration_branch')
      .values({ repository_id: repository, ...row })
      .onConflict((conflict) => conflict.column('repository_id').doUpdateSet(row))
      .execute();
    await record(context, {
      action: values.state === 'built' ? 'repository.integrated' : 'repository.integration_refused',
      entity: { kind: 'repository', id: repository },
      after: {
        branch: values.branch,
        sha: values.sha,
        within: values.members.filter(({ within }) => within).length,
        leftOut: values.members.filter(({ within }) => !within).length,
        says: values.says,
      },
    });
  });
}
