import type { Id } from '@throughline/contract';
import { createTag, pushRef, readRemote, type RepositoryCache } from '@throughline/git';
import { system } from '../../../platform/access/actor.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { endLinks } from '../../../platform/entities/link.ts';
import { gitProblem } from '../git-problem.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import type { ReleaseTables } from '../tables.ts';
import { settleHotfix } from '../lines/settle-hotfix.ts';
import { loadRelease } from './store.ts';

const tagger = { name: 'Throughline', email: 'release@throughline.invalid' };

/**
 * Brings a release's tag to the remote. The tag's object follows from what was decided, so that any
 * node, before or after a crash, makes the same one: what the remote has tells whether it arrived.
 * Throws where nobody can tell; the release then stays `cutting` and is tried again.
 */
export async function pushTag(
  deps: {
    db: Db;
    caches: RepositoryCaches;
    write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
  },
  id: Id<'release'>,
): Promise<void> {
  const release = await loadRelease(deps.db, id);
  const ref = { kind: 'release', id } as const;
  const entity = await loadEntity(deps.db, system('push-tag'), ref);
  if (entity.state !== 'cutting') return;
  const outcome = await deps.caches.exclusively(release.repository_id, (cache) =>
    settle(cache, release, entity.title),
  );
  // Another node is at this repository; the sweeper comes again.
  if (outcome === undefined) return;
  await deps.write(async (context) => {
    const locked = await loadEntity(context.tx, context.actor, ref, { lock: true });
    if (locked.state !== 'cutting') return;
    if (outcome.refused === null) {
      await settleHotfix(context, release.hotfix_id, id);
      await changeEntity(context, ref, {
        action: 'release.cut',
        state: 'cut',
        after: { version: release.version, tag: release.tag, sha: release.sha },
      });
      return;
    }
    await context.tx
      .$extendTables<ReleaseTables>()
      .updateTable('release')
      .set({ failure: outcome.refused })
      .where('id', '=', id)
      .execute();
    await endLinks(context, ref, 'contains');
    await changeEntity(context, ref, {
      action: 'release.failed',
      state: 'failed',
      after: { says: outcome.refused },
    });
  });
}

async function settle(
  cache: RepositoryCache,
  release: { tag: string; sha: string; notes: string; tagged_at: Date },
  title: string,
): Promise<{ refused: string | null }> {
  let tag: string;
  try {
    tag = await createTag(cache, {
      name: release.tag,
      commit: release.sha,
      message: `${title}\n\n${release.notes}`,
      tagger: { ...tagger, at: release.tagged_at.toISOString() },
    });
  } catch (error) {
    const says = gitProblem(error);
    if (says === undefined) throw error;
    return { refused: says };
  }
  const name = `refs/tags/${release.tag}`;
  const present = (await readRemote(cache)).refs.get(name);
  if (present === tag) return { refused: null };
  if (present !== undefined) {
    return { refused: `The remote has another tag ${release.tag} already.` };
  }
  const pushed = await pushRef(cache, { ref: name, to: tag, expected: undefined });
  if (pushed.outcome === 'landed') return { refused: null };
  if (pushed.outcome === 'unreachable') throw new Error(pushed.reason);
  return { refused: `The remote refused the tag: ${pushed.reason}`.slice(0, 2000) };
}
