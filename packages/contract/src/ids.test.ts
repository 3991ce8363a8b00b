import { expect, test } from 'vitest';
import { entityRefOf, idOf, parseReference, toReference } from './ids.ts';
import { entityKinds, kindOfPrefix, recordKinds } from './kinds.ts';

// https://github.com/jetify-com/typeid/blob/main/spec/valid.yml (TypeID 0.3): suffix and UUID.
const published = [
  ['00000000000000000000000000', '00000000-0000-0000-0000-000000000000'],
  ['00000000000000000000000001', '00000000-0000-0000-0000-000000000001'],
  ['0000000000000000000000000a', '00000000-0000-0000-0000-00000000000a'],
  ['0000000000000000000000000g', '00000000-0000-0000-0000-000000000010'],
  ['00000000000000000000000010', '00000000-0000-0000-0000-000000000020'],
  ['7zzzzzzzzzzzzzzzzzzzzzzzzz', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ['0123456789abcdefghjkmnpqrs', '0110c853-1d09-52d8-d73e-1194e95b5f19'],
  ['01h455vb4pex5vsknk084sn02q', '01890a5d-ac96-774b-bcce-b302099a8057'],
] as const;

test.each(published)('%s is the published form of %s', (suffix, uuid) => {
  expect(toReference('initiative', uuid)).toBe(`ini_${suffix}`);
  expect(parseReference(`ini_${suffix}`)).toEqual({ kind: 'initiative', id: uuid });
});

// The kinds of fault in spec/invalid.yml: too long or short, beyond 128 bits, letters outside the
// alphabet, capitals, a prefix that is none.
test.each([
  'ini_8zzzzzzzzzzzzzzzzzzzzzzzzz',
  'ini_0123456789abcdefghjkmnpqr',
  'ini_0123456789abcdefghjkmnpqrst',
  'ini_0123456789abcdefghjkmnpqiu',
  'ini_0123456789ABCDEFGHJKMNPQRS',
  'INI_01h455vb4pex5vsknk084sn02q',
  '_01h455vb4pex5vsknk084sn02q',
  'zzz_01h455vb4pex5vsknk084sn02q',
  '01h455vb4pex5vsknk084sn02q',
  'ini_',
  '',
])('“%s” is no reference', (text) => {
  expect(parseReference(text)).toBeUndefined();
});

test('references sort as their ids do', () => {
  const uuids = published.map(([, uuid]) => uuid).toSorted();
  const references = uuids.map((uuid) => toReference('flag', uuid));
  expect(references.toSorted()).toEqual(references);
});

test('no two kinds share a prefix', () => {
  const all = { ...entityKinds, ...recordKinds };
  expect(Object.keys(all)).toHaveLength(
    Object.keys(entityKinds).length + Object.keys(recordKinds).length,
  );
  for (const [kind, { prefix }] of Object.entries(all)) {
    expect(prefix).toMatch(/^[a-z]{3}$/);
    expect(kindOfPrefix(prefix)).toBe(kind);
  }
});

test('an input takes references of its own kinds only', () => {
  const flag = toReference('flag', '01890a5d-ac96-774b-bcce-b302099a8057');
  expect(idOf('flag').parse(flag)).toBe('01890a5d-ac96-774b-bcce-b302099a8057');
  expect(idOf('initiative').safeParse(flag).success).toBe(false);
  expect(entityRefOf().parse(flag)).toEqual({
    kind: 'flag',
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
  });
  expect(entityRefOf('flag', 'launch').safeParse(flag).success).toBe(true);
  expect(entityRefOf('launch').safeParse(flag).success).toBe(false);
  expect(entityRefOf().safeParse('key_01h455vb4pex5vsknk084sn02q').success).toBe(false);
});
