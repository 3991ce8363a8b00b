import { expect, test } from 'vitest';
import {
  declaredMigration,
  revertedBy,
  rollbackVerdict,
  safetyOfCommit,
  type CommitBack,
} from './rollback-rules.ts';
import { isMigrationPath } from './suspicion-rules.ts';

const commit = (part: Partial<CommitBack>): CommitBack => ({
  sha: 'a1b2c3d4e5',
  subject: 'feat: more',
  migration: null,
  flags: [],
  reverts: null,
  ...part,
});
const facts = { before: '1.3.0', possible: true, migrationSteps: [] };
const verdict = (...commits: CommitBack[]) =>
  rollbackVerdict(
    facts,
    commits.map((one) => safetyOfCommit(one, true)),
  );

test('code without migrations, flags and reverts can be taken back', () => {
  expect(verdict(commit({}), commit({}))).toEqual({
    safety: 'safe',
    says: 'Safe: none of the 2 commits since 1.3.0 stands in the way.',
  });
});

test('one irreversible migration makes the whole unsafe, and is named as the reason', () => {
  const { safety, says } = verdict(commit({}), commit({ migration: 'irreversible' }), commit({}));
  expect(safety).toBe('unsafe');
  expect(says).toMatch(
    /^Not safe: 1 of 3 commits stands in the way\. Its migration is declared irrev/,
  );
});

test('an irreversible migration that has not begun here stands in nobody’s way', () => {
  const untouched = safetyOfCommit(commit({ migration: 'irreversible' }), false);
  expect(untouched).toMatchObject({
    safety: 'safe',
    reasons: ['Its migration has not begun here.'],
  });
});

test('a flag that is on keeps its code; the same flag off does not', () => {
  const on = safetyOfCommit(commit({ flags: [{ key: 'new-board', on: true }] }), true);
  const off = safetyOfCommit(commit({ flags: [{ key: 'new-board', on: false }] }), true);
  expect([on.safety, off.safety]).toEqual(['unsafe', 'safe']);
  expect(on.reasons[0]).toContain('The flag new-board is on here');
});

test('what nobody declared, and what takes something back, ask for a look', () => {
  expect(verdict(commit({ migration: 'undeclared' })).safety).toBe('look');
  expect(verdict(commit({ reverts: '0123456789' })).says).toBe(
    'Look first: 1 of 1 commit stands in the way. It takes 01234567 back: going back brings that in again.',
  );
});

test('a migration step that has begun and is irreversible outweighs what commits say', () => {
  const steps = [{ name: 'Migrate', reversible: false, begun: true }];
  expect(rollbackVerdict({ ...facts, migrationSteps: steps }, []).safety).toBe('unsafe');
  const waiting = [{ name: 'Migrate', reversible: false, begun: false }];
  expect(rollbackVerdict({ ...facts, migrationSteps: waiting }, []).safety).toBe('safe');
});

test('without a release before, or steps that go back, it is impossible and says so', () => {
  expect(rollbackVerdict({ ...facts, before: null }, []).safety).toBe('impossible');
  expect(rollbackVerdict({ ...facts, possible: false }, [])).toEqual({
    safety: 'impossible',
    says: 'Its pipeline has no rollback steps. Deploy 1.3.0 again, or go forward.',
  });
});

test('a commit declares its migrations by a trailer, or by a file that goes down', () => {
  const declared = (files: string[], trailers: { key: string; value: string }[] = []) =>
    declaredMigration({ files, trailers, isMigration: isMigrationPath });
  expect(declared(['src/a.ts'])).toBeNull();
  expect(declared(['db/migrations/7.up.sql'])).toBe('undeclared');
  expect(declared(['db/migrations/7.up.sql', 'db/migrations/7.down.sql'])).toBe('reversible');
  expect(declared(['db/migrations/7.sql'], [{ key: 'Migration', value: 'irreversible' }])).toBe(
    'irreversible',
  );
  // Said of a migration that lies where nobody would look for one.
  expect(declared(['src/a.ts'], [{ key: 'Migration', value: 'Reversible' }])).toBe('reversible');
});

test('the commit that a revert takes back is read as git writes it', () => {
  const body = 'This reverts commit 0b1c2d3e4f5a60718293a4b5c6d7e8f901234567.\n';
  expect(revertedBy(body)).toBe('0b1c2d3e4f5a60718293a4b5c6d7e8f901234567');
  expect(revertedBy('It reverts what we said.')).toBeNull();
});
