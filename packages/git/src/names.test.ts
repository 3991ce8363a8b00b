import { expect, test } from 'vitest';
import { branchName } from './branch-name.ts';
import { initiativeReferences } from './initiative-references.ts';

// The TypeID specification's own example, with our prefix.
const reference = 'ini_01h455vb4pex5vsknk084sn02q';
const policy = { template: 'feature/{key}-{slug}' };

test.each([
  ['Faster drawings on site', `feature/${reference}-faster-drawings-on-site`],
  ['  Größe & Maß: 50 % weniger!', `feature/${reference}-grosse-mass-50-weniger`],
  ['図面', `feature/${reference}`],
  ['--upload-pack=touch /tmp/x', `feature/${reference}-upload-pack-touch-tmp-x`],
  ['../../etc\n', `feature/${reference}-etc`],
])('%j names a branch', (title, name) => {
  expect(branchName(policy, { key: reference, title })).toBe(name);
  expect(initiativeReferences({ branch: name })).toEqual([{ reference, from: 'branch' }]);
});

test('a long title is cut at a word, within the limit', () => {
  const title = 'one two three four five six';
  const named = branchName({ template: 'f/{key}-{slug}', maxLength: 20 }, { key: 'CORE-1', title });
  expect(named).toBe('f/CORE-1-one-two');
  const word = { key: 'CORE-1', title: 'abcdefghijklmnopqrstuvwxyz' };
  expect(branchName({ template: 'f/{key}-{slug}', maxLength: 14 }, word)).toBe('f/CORE-1-abcde');
  expect(branchName({ template: 'f/{key}-{slug}', maxLength: 5 }, word)).toBe('f/CORE-1');
});

test('a policy or key that makes no branch is refused', () => {
  const refused = expect.objectContaining({ code: 'invalid_name' });
  const work = { key: 'CORE-1', title: 'x' };
  expect(() => branchName({ template: '-{key}' }, work)).toThrow(refused);
  expect(() => branchName({ template: 'no key' }, work)).toThrow(refused);
  expect(() => branchName({ template: 'a b/{key}' }, work)).toThrow(refused);
  expect(() => branchName(policy, { ...work, key: '../x' })).toThrow(refused);
});

test('references are read from trailers and the branch, each once', () => {
  const other = 'ini_00000000000000000000000000';
  const trailers = [
    { key: 'initiative', value: `${other}, PLAN-12` },
    { key: 'Initiative', value: reference },
    { key: 'Refs', value: 'PLAN-99' },
  ];
  expect(initiativeReferences({ branch: `feature/${reference}-x`, trailers })).toEqual([
    { reference: other, from: 'trailer' },
    { reference: 'PLAN-12', from: 'trailer' },
    { reference, from: 'trailer' },
  ]);
});

test.each([
  'feature/plain',
  'feature/ini_81h455vb4pex5vsknk084sn02q', // more than 128 bits
  'feature/ini_01h455vb4pex5vsknk084sn02', // too short
  'feature/ini_01h455vb4pex5vsknk084sn02qq', // too long
  'feature/ini_01h455vb4pex5vsknk084sn0lq', // l is not in the alphabet
  'feature/INI_01H455VB4PEX5VSKNK084SN02Q',
  'feature/mini_01h455vb4pex5vsknk084sn02q', // another prefix
  'feature/obj_01h455vb4pex5vsknk084sn02q',
])('%s refers to no initiative', (branch) => {
  expect(initiativeReferences({ branch })).toEqual([]);
});
