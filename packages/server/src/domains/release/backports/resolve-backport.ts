import type { Id, Take } from '@throughline/contract';
import { GitError, resolveConflicts, pickCommits, type RepositoryCache } from '@throughline/git';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { problem } from '../../../platform/problem.ts';
import { asProblem } from '../releases/read-release.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { backportJob } from './ask-backports.ts';
import { takesOf } from './backport-rules.ts';
import { moveBackport } from './move-backport.ts';
import { filesOf, resolutionOf } from './pick-backport.ts';
import { keepSettlements, loadBackport, rememberedOf, type Settlement } from './store.ts';
import type { BackportConflict } from './tables.ts';

/** How a person settles one file. */
export interface SettledFile {
  readonly path: string;
  readonly take: Take;
  readonly text?: string | undefined;
  readonly remembered: boolean;
}

/**
 * Settles a conflict as a person looked at it and decided: every file, or nothing. The settlement is
 * tried before it is kept, remembered for the team, and the pick goes on.
 */
export async function resolveBackport(
  context: WriteContext,
  deps: { caches: RepositoryCaches; jobs: Jobs },
  id: Id<'backport'>,
  input: { sha: string; files: readonly SettledFile[] },
): Promise<number> {
  const { tx, actor, now } = context;
  const ref = { kind: 'backport', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  const backport = await loadBackport(tx, id);
  const { conflict } = backport;
  if (backport.state !== 'conflict' || !conflict) {
    throw problem('wrong_state', 'There is no conflict to settle here any more.');
  }
  if (conflict.sha !== input.sha) {
    throw problem('wrong_state', 'The conflict is about another commit by now. Load it again.');
  }
  const settlements = await settlementsFor(context, backport.repository_id, conflict, input.files);
  const cache = await asProblem(() => deps.caches.open(backport.repository_id));
  await tryIt(cache, conflict, settlements);
  // What decides is on its way: whoever looks at an older revision hears of it first.
  const by = { id, repository: backport.repository_id };
  await keepSettlements(tx, by, actor.name, toDate(now), settlements);
  await deps.jobs.enqueue(tx, backportJob, { backport: id });
  return moveBackport(context, id, {
    state: 'making',
    says: `${actor.name} settled ${settlements.length === 1 ? settlements[0]?.path || 'it' : `${settlements.length} files`}; it goes on.`,
  });
}

async function settlementsFor(
  { tx }: WriteContext,
  repository: Id<'repository'>,
  conflict: BackportConflict,
  given: readonly SettledFile[],
): Promise<(Settlement & { remembered: boolean })[]> {
  const files = filesOf({ conflicts: conflict.files });
  if (files.length === 0) {
    // Nothing to decide but that it was looked at.
    return [
      {
        sha: conflict.sha,
        path: '',
        fingerprint: '',
        take: 'line',
        content: null,
        remembered: false,
      },
    ];
  }
  const known = await rememberedOf(
    tx,
    repository,
    files.map(({ fingerprint }) => fingerprint),
  );
  const byPath = new Map(given.map((one) => [one.path, one]));
  const strange = given.find(({ path }) => !files.some(({ file }) => file.path === path));
  if (strange) throw unresolved(`${strange.path} is not in conflict.`);
  return files.map(({ file, fingerprint }) => {
    const one = byPath.get(file.path);
    if (!one) throw unresolved(`${file.path} is not settled yet.`);
    if (!takesOf(file).includes(one.take)) {
      throw unresolved(`${file.path} has no such side to take.`);
    }
    if (one.take === 'text' && one.text === undefined) {
      throw unresolved(`${file.path} needs its text.`);
    }
    const content = one.take === 'text' ? Buffer.from(one.text ?? '', 'utf8') : null;
    const before = known.get(fingerprint);
    const same =
      before?.take === one.take && (before.content?.equals(content ?? Buffer.alloc(0)) ?? !content);
    return {
      sha: conflict.sha,
      path: file.path,
      fingerprint,
      take: one.take,
      content,
      remembered: one.remembered && same,
    };
  });
}

/** Makes the tree once, so that marks of a conflict that are left are found now. */
async function tryIt(
  cache: RepositoryCache,
  conflict: BackportConflict,
  settlements: readonly Settlement[],
) {
  if (settlements.every(({ path }) => path === '')) return;
  try {
    const picked = await pickCommits(cache, {
      commits: [conflict.sha],
      onto: conflict.onto,
      committer: {
        name: 'Throughline',
        email: 'trial@throughline.invalid',
        at: '2000-01-01T00:00:00Z',
      },
    });
    if (picked.clean) return;
    await resolveConflicts(cache, picked.conflict, settlements.map(resolutionOf));
  } catch (error) {
    if (error instanceof GitError && error.code === 'unresolved') {
      const why = error.message.replace(/^the conflict is not settled: /, '');
      throw unresolved(`${why.charAt(0).toUpperCase()}${why.slice(1)}.`);
    }
    if (error instanceof GitError && error.code === 'unknown_revision') {
      throw problem(
        'release.not_fetched',
        'The commits in conflict are not here any more. Try it again.',
      );
    }
    throw error;
  }
}

function unresolved(says: string) {
  return problem('release.not_resolved', says);
}
