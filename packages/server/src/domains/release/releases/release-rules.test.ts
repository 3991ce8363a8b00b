import { expect, test } from 'vitest';
import { releaseSection } from '../workflow/release-section.ts';
import { planRelease } from './release-rules.ts';

const commit = (subject: string, sha: string) => ({ sha, subject, body: '' });
const fix = commit('fix: a', 'a'.repeat(40));
const feat = commit('feat: b', 'b'.repeat(40));
const policy = releaseSection.parse({});

const plan = (
  previous: string | undefined,
  series: string | undefined,
  ...commits: readonly ReturnType<typeof commit>[]
) => {
  const { version, capped } = planRelease({
    previous,
    wanted: undefined,
    date: '2026-11-23',
    commits,
    policy,
    series,
  });
  return [version, capped];
};

test('on a line a feature raises the patch only, and the plan says so', () => {
  expect(plan('1.4.2', '1.4', fix)).toEqual(['1.4.3', false]);
  expect(plan('1.4.2', '1.4', feat)).toEqual(['1.4.3', true]);
  expect(plan('1.4.2', undefined, feat)).toEqual(['1.5.0', false]);
  expect(plan('1.4.2', '1', feat)).toEqual(['1.5.0', false]);
});

test('the first release of a line is the first of its series', () => {
  expect(plan('1.3.7', '1.4', fix)).toEqual(['1.4.0', true]);
  expect(plan(undefined, '2', feat)).toEqual(['2.0.0', true]);
});

test('levels, sections and what is hidden follow the repository’s rules', () => {
  const docs = commit('docs: c', 'c'.repeat(40));
  const { version, notes } = planRelease({
    previous: '1.4.2',
    wanted: undefined,
    date: '2026-11-23',
    commits: [docs, fix],
    policy: releaseSection.parse({
      levels: { docs: 'minor' },
      hidden: ['fix'],
      sections: [{ type: 'docs', title: 'Words' }],
    }),
  });
  expect(version).toBe('1.5.0');
  expect(notes).toContain('### Words');
  expect(notes).not.toContain('aaaaaaa');
});
