import { expect, test } from 'vitest';
import { parseConventionalCommit } from './conventional-commit.ts';

// The examples of conventionalcommits.org/en/v1.0.0, section "Examples".
test('description and breaking change footer', () => {
  expect(
    parseConventionalCommit(
      'feat: allow provided config object to extend other configs\n\nBREAKING CHANGE: `extends` key in config file is now used for extending other config files',
    ),
  ).toEqual({
    type: 'feat',
    scope: undefined,
    breaking: true,
    breakingNote: '`extends` key in config file is now used for extending other config files',
    description: 'allow provided config object to extend other configs',
    body: '',
    footers: [
      {
        token: 'BREAKING CHANGE',
        value: '`extends` key in config file is now used for extending other config files',
      },
    ],
    references: [],
  });
});

test('! to draw attention to a breaking change, with and without a scope', () => {
  const text = 'send an email to the customer when a product is shipped';
  expect(parseConventionalCommit(`feat!: ${text}`)).toMatchObject({
    type: 'feat',
    breaking: true,
    breakingNote: undefined,
    description: text,
  });
  expect(parseConventionalCommit(`feat(api)!: ${text}`)).toMatchObject({
    scope: 'api',
    breaking: true,
  });
});

test('both ! and BREAKING CHANGE footer', () => {
  expect(
    parseConventionalCommit(
      'feat!: drop support for Node 6\n\nBREAKING CHANGE: use JavaScript features not available in Node 6.',
    ),
  ).toMatchObject({
    breaking: true,
    breakingNote: 'use JavaScript features not available in Node 6.',
  });
});

test('no body, and a scope', () => {
  expect(parseConventionalCommit('docs: correct spelling of CHANGELOG')).toMatchObject({
    type: 'docs',
    breaking: false,
    body: '',
    footers: [],
  });
  expect(parseConventionalCommit('feat(lang): add Polish language')).toMatchObject({
    scope: 'lang',
  });
});

test('multi-paragraph body and multiple footers', () => {
  const body =
    'Introduce a request id and a reference to latest request. Dismiss\nincoming responses other than from latest request.\n\nRemove timeouts which were used to mitigate the racing issue but are\nobsolete now.';
  expect(
    parseConventionalCommit(
      `fix: prevent racing of requests\n\n${body}\n\nReviewed-by: Z\nRefs: #123`,
    ),
  ).toMatchObject({
    type: 'fix',
    body,
    footers: [
      { token: 'Reviewed-by', value: 'Z' },
      { token: 'Refs', value: '#123' },
    ],
    references: ['#123'],
  });
});

test('a footer goes on over lines until the next one (rule 10)', () => {
  const { footers, body } =
    parseConventionalCommit(
      'fix: x\n\nA body.\n\nBREAKING CHANGE: first\nsecond\n\nthird\n\nFixes #12\nAcked-by: A',
    ) ?? {};
  expect(body).toBe('A body.');
  expect(footers).toEqual([
    { token: 'BREAKING CHANGE', value: 'first\nsecond\n\nthird' },
    { token: 'Fixes', value: '#12' },
    { token: 'Acked-by', value: 'A' },
  ]);
});

test('BREAKING-CHANGE is the same (rule 16), lower case is not (rule 15), types have no case', () => {
  expect(parseConventionalCommit('Fix: x\n\nBREAKING-CHANGE: y')).toMatchObject({
    type: 'fix',
    breaking: true,
    breakingNote: 'y',
  });
  expect(parseConventionalCommit('fix: x\n\nbreaking change: y')?.breaking).toBe(false);
});

test('a breaking change is not missed because it has no paragraph of its own', () => {
  const squashed = 'feat: x\n\n* one\n* two\nBREAKING CHANGE: all of it\n\nCo-authored-by: A <a@b>';
  expect(parseConventionalCommit(squashed)).toMatchObject({
    breaking: true,
    breakingNote: 'all of it',
  });
});

test('a colon within the body makes no footer of it', () => {
  const parsed = parseConventionalCommit('fix: x\n\nNote: this is text.\n\nAnd so is this.');
  expect(parsed).toMatchObject({ footers: [], body: 'Note: this is text.\n\nAnd so is this.' });
});

test('references are found in the subject and in footers that refer', () => {
  const parsed = parseConventionalCommit(
    'fix: y (#7)\r\n\r\nSee UTF-8 in the body.\r\n\r\nCloses: CORE-9, org/repo#3\r\nRefs: #7\r\nReviewed-by: PR-1',
  );
  expect(parsed?.references).toEqual(['#7', 'CORE-9', 'org/repo#3']);
});

test.each([
  'feat x',
  'feat:x',
  ': x',
  'feat(): x',
  'feat(a)(b): x',
  'Merge branch a',
  '',
  'feat: ',
])('%j is no conventional commit', (message) => {
  expect(parseConventionalCommit(message)).toBeUndefined();
});
