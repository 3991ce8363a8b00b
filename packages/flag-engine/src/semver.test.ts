import { expect, test } from 'vitest';
import { compareVersions, parseVersion } from './semver.ts';
import type { Version } from './semver.ts';

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === null) throw new Error(`${text} is no version`);
  return parsed;
}

test('versions follow the order of precedence in SemVer 2.0, section 11', () => {
  const ordered = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '2.0.0',
    '2.1.0',
    '2.1.1',
  ];
  for (const [at, lower] of ordered.entries()) {
    expect(compareVersions(version(lower), version(lower))).toBe(0);
    for (const higher of ordered.slice(at + 1)) {
      expect(compareVersions(version(lower), version(higher))).toBeLessThan(0);
      expect(compareVersions(version(higher), version(lower))).toBeGreaterThan(0);
    }
  }
});

test('missing numbers count as zero, and build metadata is left out of account', () => {
  expect(version('2')).toEqual(version('2.0.0'));
  expect(version('2.1')).toEqual(version('2.1.0+build.5'));
  expect(version('2-rc.1')).toEqual(version('2.0.0-rc.1'));
  expect(version('2.1-rc.1+x')).toEqual(version('2.1.0-rc.1'));
});

test.each([
  'v1.0.0',
  '',
  '1.',
  '.1',
  '01.0.0',
  '1.0.0-01',
  '1.0.0-',
  '1.0.0-a..b',
  '1.0.0+',
  '1.2.3.4',
  'x',
])('%j is no version', (text) => {
  expect(parseVersion(text)).toBeNull();
});

test('a number past 2^53, and a text past 256 characters, is no version', () => {
  expect(parseVersion('9007199254740991.0.0')).not.toBeNull();
  expect(parseVersion('9007199254740992.0.0')).toBeNull();
  expect(parseVersion(`1.0.0-${'a'.repeat(251)}`)).toBeNull();
});
