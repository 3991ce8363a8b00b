import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergeBatch } from './merge-batch.ts';
import { pickCommits } from './pick-commits.ts';
import { previewPicks } from './preview-picks.ts';
import { cacheOf, workTree } from './testing/test-repository.ts';

const committer = { name: 'T', email: 't@localhost', at: '2026-05-01T10:00:00Z' };

/** All files of a repository's object store. */
function objectsIn(directory: string): string[] {
  return readdirSync(join(directory, 'objects'), { recursive: true }).map(String).toSorted();
}

test('every change is tried on every line, with the outcome that the pick then has', async () => {
  const source = workTree();
  const root = source.commit('base', { a: '1\n', b: '1\n' });
  source.run('branch', 'line-1');
  const two = source.commit('two', { a: '2\n' });
  source.run('branch', 'line-2');
  const three = source.commit('three', { a: '3\n' });
  const other = source.commit('other', { b: '2\n' });
  source.run('checkout', '--quiet', '-b', 'side');
  source.commit('side', { side: 'x' });
  source.run('checkout', '--quiet', 'main');
  source.commit('more', { more: 'x' });
  source.run('merge', '--quiet', '--no-ff', '-m', 'merged', 'side');
  const merge = source.run('rev-parse', 'HEAD');
  const cache = await cacheOf(source.path);
  const before = objectsIn(cache.directory);
  const lines = ['line-1', 'line-2'].map((line) => source.run('rev-parse', line));
  const changes = [
    { commits: [two] },
    { commits: [three] },
    { commits: [two, three, other] },
    { commits: [other, three] },
    { commits: [merge] },
    { commits: [merge], mainline: 1 },
    { commits: [root] },
  ];
  const previews = await previewPicks(cache, changes, lines);
  const words = previews.map((row) =>
    row.map((one) => (one.outcome === 'conflict' ? `conflict ${one.at}` : one.outcome)),
  );
  expect(words).toEqual([
    ['clean', 'already'],
    [`conflict ${three}`, 'clean'],
    ['clean', 'clean'],
    [`conflict ${three}`, 'clean'],
    ['impossible', 'impossible'],
    ['clean', 'clean'],
    ['already', `conflict ${root}`],
  ]);
  // Nothing of it stays in the cache.
  expect(objectsIn(cache.directory)).toEqual(before);
  for (const [row, change] of changes.entries()) {
    for (const [column, onto] of lines.entries()) {
      const preview = previews[row]?.[column];
      if (preview?.outcome === 'impossible') continue;
      const picked = await pickCommits(cache, { ...change, onto, committer });
      if (preview?.outcome === 'conflict') {
        expect(picked).toMatchObject({
          conflict: { original: preview.at, conflicts: preview.conflicts },
        });
      } else {
        expect(picked.clean && picked.head !== onto).toBe(preview?.outcome === 'clean');
      }
    }
  }
});

test('a pair that git gives up on does not take the others with it', async () => {
  const source = workTree();
  const base = source.commit('base', { a: '1\n' });
  const next = source.commit('next', { a: '2\n' });
  const cache = await cacheOf(source.path);
  const bad = { ours: base, theirs: '4'.repeat(40) };
  const outcomes = await mergeBatch(cache, [
    bad,
    { ours: base, theirs: next },
    bad,
    bad,
    { ours: next, theirs: base },
  ]);
  const tree = source.run('rev-parse', 'main^{tree}');
  const good = { clean: true, tree };
  const failed = expect.objectContaining({ code: 'failed' }) as unknown;
  expect(outcomes).toEqual([failed, good, failed, failed, good]);
});

test('a preview can be given up, and of nothing there is nothing to say', async () => {
  const source = workTree();
  const base = source.commit('base', { a: '1\n' });
  const next = source.commit('next', { a: '2\n' });
  const cache = await cacheOf(source.path);
  const aborted = AbortSignal.abort();
  const given = previewPicks(cache, [{ commits: [next] }], [base], { signal: aborted });
  await expect(given).rejects.toMatchObject({ code: 'aborted' });
  expect(await previewPicks(cache, [], [base])).toEqual([]);
  expect(await previewPicks(cache, [{ commits: [] }], [base])).toEqual([[{ outcome: 'already' }]]);
});
