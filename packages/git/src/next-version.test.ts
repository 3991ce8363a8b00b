import { expect, test } from 'vitest';
import { nextVersion } from './next-version.ts';
import { releaseNotes } from './release-notes.ts';
import { withoutReverted } from './without-reverted.ts';

let count = 0;
function commit(message: string, parents = 1) {
  const [subject = '', ...rest] = message.split('\n');
  count += 1;
  const sha = count.toString(16).padStart(40, 'c');
  return {
    sha,
    subject,
    body: rest.join('\n').trim(),
    parents: Array.from({ length: parents }, () => sha),
  };
}
const fix = commit('fix: a');
const feature = commit('feat: b');
const breaking = commit('chore!: c');
const chore = commit('chore: d');

test.each([
  // semver.org, items 6 to 8, and Conventional Commits 1.0.0, items 1 to 3 of its summary.
  ['1.2.3', [fix], '1.2.4', 'patch'],
  ['1.2.3', [fix, feature], '1.3.0', 'minor'],
  ['v1.2.3', [feature, breaking, fix], '2.0.0', 'major'],
  ['0.4.1', [breaking], '0.5.0', 'minor'],
  ['1.3.0-rc.2', [fix], '1.3.0', 'patch'],
  [undefined, [fix], '0.1.0', 'patch'],
] as const)('from %s', (current, commits, version, level) => {
  expect(nextVersion(current, commits)).toEqual({ version, level });
});

test('nothing that calls for a release gives none', () => {
  expect(nextVersion('1.2.3', [chore, commit('Merge branch x')])).toBeUndefined();
  expect(nextVersion('1.2.3', [])).toBeUndefined();
  expect(nextVersion('1.2.3', [commit('constructor: x')])).toBeUndefined();
});

test('rules change what counts', () => {
  expect(nextVersion('1.2.3', [chore], { levels: { chore: 'patch' } })?.version).toBe('1.2.4');
  expect(nextVersion('0.4.1', [breaking], { breakingBeforeOne: 'major' })?.version).toBe('1.0.0');
  expect(nextVersion(undefined, [fix], { first: '1.0.0' })?.version).toBe('1.0.0');
});

test.each([
  ['1.2.3', [feature], '1.3.0-rc.1'],
  ['1.3.0-rc.1', [fix], '1.3.0-rc.2'],
  ['1.3.0-rc.1', [feature], '1.3.0-rc.2'],
  ['1.3.0-rc.2', [breaking], '2.0.0-rc.1'],
  ['1.3.0-beta.4', [fix], '1.3.0-rc.1'],
  [undefined, [fix], '0.1.0-rc.1'],
] as const)('a pre-release from %s', (current, commits, version) => {
  expect(nextVersion(current, commits, { preRelease: 'rc' })?.version).toBe(version);
});

test('a version that is none is refused', () => {
  const refused = expect.objectContaining({ code: 'invalid_name' });
  expect(() => nextVersion('one', [fix])).toThrow(refused);
  expect(() => nextVersion('1.0.0', [fix], { preRelease: 'r c' })).toThrow(refused);
});

test('a commit and its revert count as nothing; a revert of the revert brings it back', () => {
  const revert = commit(`Revert "feat: b"\n\nThis reverts commit ${feature.sha}.`);
  const again = commit(`Revert "Revert "feat: b""\n\nThis reverts commit ${revert.sha}.`);
  expect(withoutReverted([revert, feature])).toEqual([]);
  expect(withoutReverted([again, revert, feature])).toEqual([feature]);
  expect(nextVersion('1.0.0', [revert, fix, feature])?.version).toBe('1.0.1');
  // What it takes back was released before: that is a change of its own.
  expect(nextVersion('1.0.0', [revert])?.version).toBe('1.0.1');
});

test('notes have breaking changes first, then sections by type, with evidence', () => {
  const commits = [
    commit('fix(api): keep `<b>` (#7)\n\nRefs: #7, CORE-9'),
    commit('feat(web)!: new *door*\n\nBREAKING CHANGE: the old one\n\nis gone'),
    commit('docs: say it'),
    commit('Merge branch x', 2),
    commit('tidy up <script>alert(1)</script> [x](javascript:y)'),
  ];
  const [one, two, three, , five] = commits.map(({ sha }) => sha.slice(0, 7));
  expect(releaseNotes('1.2.0', '2024-06-01', commits)).toBe(`## 1.2.0 (2024-06-01)

### Breaking changes

- **web:** new \\*door\\* (${two})

  the old one

  is gone


### Fixes

- **api:** keep \`<b>\` (#7) (${one}, CORE-9)

### Documentation

- say it (${three})

### Other changes

- tidy up \\<script>alert(1)\\</script> \\[x\\](javascript:y) (${five})
`);
});

test('sections can be named, ordered and hidden, but what breaks is always told', () => {
  const notes = releaseNotes('2.0.0', '2024-06-01', [feature, fix, breaking, chore], {
    sections: [
      ['fix', 'Repaired'],
      ['feat', 'New'],
    ],
    hidden: ['chore'],
  });
  expect(notes.match(/^### .*$/gm)).toEqual(['### Breaking changes', '### Repaired', '### New']);
});
