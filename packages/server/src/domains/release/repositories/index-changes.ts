import type { EntityRef, Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, createEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import type { ReleaseTables } from '../tables.ts';
import {
  changeTitle,
  ownCommits,
  mergedBranch,
  workReferences,
  type LandedUnit,
  type WorkRef,
} from './change-rules.ts';
import {
  commitsInChanges,
  existingWork,
  joinLandedCommits,
  knownKeys,
  openChanges,
  replaceChangeCommits,
} from './change-store.ts';
import { commitsOnDefault, type IndexedCommit } from './store.ts';

/** A branch that is ahead of the default branch, with what it adds, the newest first. */
export interface OpenBranch {
  readonly name: string;
  readonly sha: string;
  readonly at: string;
  /** Absent where the branch hasn't moved since it was looked at last. */
  readonly commits: readonly IndexedCommit[] | undefined;
}

/** What a fetch found, from which changes are made. */
export interface Found {
  readonly repository: Id<'repository'>;
  readonly ownerUnit: Id<'unit'> | null;
  readonly branches: readonly OpenBranch[];
  readonly landed: readonly LandedUnit[];
}

const moment = (at: string) => new Date(at);
const unique = (commits: readonly IndexedCommit[]) => commits.flatMap(({ trailers }) => trailers);

/**
 * Brings the changes of a repository up to what a fetch found.
 *
 * A change is a branch that is ahead of the default branch: open while it is there, merged when its
 * head is on the default branch, closed when it goes without that. Besides, each merge and each
 * commit that reached the default branch outside of such a branch and names work that exists is a
 * merged change of its own. Links to work are only added: a person may have set others.
 */
export async function indexChanges(context: WriteContext, found: Found): Promise<number> {
  const { tx } = context;
  let touched = 0;
  const open = await openChanges(tx, found.repository);
  const merged = await commitsOnDefault(
    tx,
    found.repository,
    [...open.values()].map(({ head }) => head),
  );
  const there = new Set(found.branches.map(({ name }) => name));
  for (const [branch, change] of open) {
    const isMerged = merged.has(change.head);
    if (!isMerged && there.has(branch)) continue;
    await settle(context, found, change, isMerged);
    open.delete(branch);
    touched += 1;
  }
  for (const branch of found.branches) {
    if (branch.commits === undefined || branch.commits.length === 0) continue;
    await openOrMove(context, found, branch, branch.commits, open.get(branch.name)?.id);
    touched += 1;
  }
  await joinLandedCommits(tx, found.repository, context.now);
  return touched + (await landOthers(context, found));
}

async function settle(
  context: WriteContext,
  found: Found,
  change: { id: Id<'change'>; head: string },
  isMerged: boolean,
) {
  const landing = found.landed.find(({ commits }) =>
    commits.some(({ sha }) => sha === change.head),
  );
  const at = isMerged ? (landing ? moment(landing.landing.at) : toDate(context.now)) : null;
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('change')
    .set({ key: `${isMerged ? 'merged' : 'closed'} ${change.id}`, merged_at: at })
    .where('id', '=', change.id)
    .execute();
  await changeEntity(
    context,
    { kind: 'change', id: change.id },
    isMerged
      ? { action: 'change.merged', state: 'merged', after: { head: change.head } }
      : { action: 'change.closed', state: 'closed' },
  );
}

async function openOrMove(
  context: WriteContext,
  found: Found,
  branch: OpenBranch,
  commits: readonly IndexedCommit[],
  known: Id<'change'> | undefined,
) {
  const own = ownCommits(commits, branch.sha, found.branches);
  const title = changeTitle(own, branch.name);
  const author = own.at(-1)?.author ?? '';
  const after = { head: branch.sha, commits: commits.length };
  let change: EntityRef<'change'>;
  if (known) {
    change = { kind: 'change', id: known };
    await changeEntity(context, change, { action: 'change.updated', title, after });
    await context.tx
      .$extendTables<ReleaseTables>()
      .updateTable('change')
      .set({
        head: branch.sha,
        changed_at: moment(branch.at),
        author,
      })
      .where('id', '=', known)
      .execute();
  } else {
    change = await createEntity(context, {
      kind: 'change',
      title,
      state: 'open',
      ownerUnit: found.ownerUnit,
      after: { ...after, branch: branch.name },
    });
    await insertChange(context, found, change.id, {
      key: `branch ${branch.name}`,
      branch: branch.name,
      head: branch.sha,
      author,
      changed_at: moment(branch.at),
      merged_at: null,
    });
  }
  await replaceChangeCommits(
    context.tx,
    found.repository,
    change.id,
    commits.map(({ sha }) => sha),
  );
  const refs = workReferences({ branch: branch.name, trailers: unique(commits) });
  await join(context, change, await existingWork(context.tx, refs));
}

async function landOthers(context: WriteContext, found: Found): Promise<number> {
  const { tx } = context;
  const naming = found.landed.flatMap((unit) => {
    const branch = unit.isMerge ? mergedBranch(unit.landing.subject) : null;
    const trailers = unique([unit.landing, ...unit.commits]);
    const refs = workReferences({ branch, trailers });
    const key = `${unit.isMerge ? 'merge' : 'commit'} ${unit.landing.sha}`;
    return refs.length > 0 ? [{ unit, branch, refs, key }] : [];
  });
  if (naming.length === 0) return 0;
  const shas = naming.flatMap(({ unit }) => unit.commits.map(({ sha }) => sha));
  const joined = await commitsInChanges(tx, found.repository, shas);
  const keys = await knownKeys(
    tx,
    found.repository,
    naming.map(({ key }) => key),
  );
  let made = 0;
  for (const { unit, branch, refs, key } of naming) {
    if (keys.has(key) || unit.commits.some(({ sha }) => joined.has(sha))) continue;
    const work = await existingWork(tx, refs);
    if (work.length === 0) continue;
    const commits = unit.commits.length > 0 ? unit.commits : [unit.landing];
    const change = await createEntity(context, {
      kind: 'change',
      title: changeTitle(commits, branch),
      state: 'merged',
      ownerUnit: found.ownerUnit,
      after: { head: unit.landing.sha, commits: commits.length },
    });
    await insertChange(context, found, change.id, {
      key,
      branch,
      head: unit.landing.sha,
      author: commits.at(-1)?.author ?? '',
      changed_at: moment(unit.landing.at),
      merged_at: moment(unit.landing.at),
    });
    const members = commits.map(({ sha }) => sha);
    await replaceChangeCommits(tx, found.repository, change.id, members);
    await join(context, change, work);
    made += 1;
  }
  return made;
}

async function insertChange(
  context: WriteContext,
  found: Found,
  id: Id<'change'>,
  row: {
    key: string;
    branch: string | null;
    head: string;
    author: string;
    changed_at: Date;
    merged_at: Date | null;
  },
) {
  await context.tx
    .$extendTables<ReleaseTables>()
    .insertInto('change')
    .values({ id, repository_id: found.repository, ...row })
    .execute();
}

async function join(context: WriteContext, change: EntityRef<'change'>, work: readonly WorkRef[]) {
  for (const ref of work) await link(context, change, 'implements', ref);
}
