import { expect, test } from 'vitest';
import { rankSuspects, type SuspectCommit } from './suspicion-rules.ts';

const commit = (sha: string, subject: string, files: string[] = []): SuspectCommit => ({
  sha,
  subject,
  at: '2026-11-20T10:00:00Z',
  files,
  fileCount: files.length,
  reverts: null,
  flags: [],
});
const trace = {
  step: 'Deploy',
  command: './deploy.sh',
  lines: [] as string[],
  class: 'step-failed',
};

test('the commit that touches the file that the log names comes first, with the reason', () => {
  const [first] = rankSuspects(
    [
      commit('c3', 'docs: say more', ['readme.md']),
      commit('c2', 'feat: rate limits', ['src/http/rate-limit.ts']),
      commit('c1', 'feat: invoices', ['src/invoices/invoice-total.ts']),
    ],
    { ...trace, lines: ['TypeError at computeTotal (src/invoices/invoice-total.ts:41)'] },
  );
  expect(first?.sha).toBe('c1');
  expect(first?.reasons[0]).toBe('The log names invoice-total.ts, which it touches.');
});

test('what a failing step is about points at who touched that', () => {
  const [first] = rankSuspects(
    [commit('b', 'chore: tidy', ['web/page.tsx']), commit('a', 'feat: more', ['search/index.go'])],
    { ...trace, step: 'Rebuild the search index', command: './bin/rebuild' },
  );
  expect([first?.sha, first?.reasons[0]]).toEqual([
    'a',
    '“Rebuild the search index” is about search/index.go, which it touches.',
  ]);
});

test('a migration is suspected of a failed migration before configuration and dependencies are', () => {
  const ranked = rankSuspects(
    [
      commit('new', 'chore: newer', ['notes.txt']),
      commit('lock', 'build: bump', ['package-lock.json']),
      commit('conf', 'chore: pool', ['deploy/values.yaml']),
      commit('mig', 'feat: column', ['db/migrations/0042_add_column.sql']),
    ],
    { ...trace, class: 'migration' },
  );
  expect(ranked[0]?.sha).toBe('mig');
  expect(ranked[0]?.reasons).toContain('It brings the migration 0042_add_column.sql.');
});

test('of commits that nothing points at, the last that came is suspected a little more', () => {
  const ranked = rankSuspects([commit('3', 'c'), commit('2', 'b'), commit('1', 'a')], trace);
  // 10 · (position from the oldest) / 2.
  expect(ranked.map(({ sha, score }) => [sha, score])).toEqual([
    ['3', 10],
    ['2', 5],
    ['1', 0],
  ]);
  expect(ranked[2]?.reasons).toEqual(['Nothing points at it in particular.']);
});

test('size, a revert and the pipeline itself are named as reasons', () => {
  const [first] = rankSuspects(
    [
      {
        ...commit('x', 'Revert "feat: y"', ['.throughline/pipeline.yaml']),
        fileCount: 31,
        reverts: '0123456789abcdef',
      },
    ],
    trace,
  );
  // 25 for the pipeline, 8 for the revert, 8 for 31 files, 10 for being the last.
  expect(first?.score).toBe(51);
  expect(first?.reasons).toEqual([
    'It changes the pipeline itself.',
    'It takes 01234567 back.',
    'It is large: 31 files.',
  ]);
});
