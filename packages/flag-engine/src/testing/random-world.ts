import * as fc from 'fast-check';
import type { Json } from '../index.ts';
import type { PublishedData } from './published-evaluator.ts';

// Small vocabularies, so that clauses, targets and references meet their counterparts often.
const flagKeys = ['f0', 'f1', 'f2', 'f3', 'f4', 'f5'];
const segmentKeys = ['s0', 's1', 's2', 's3'];
const kinds = ['user', 'org', 'device.1'];
const keys = ['a', 'b', 'c', 'user-1', 'user-2', 'ключ', 'x'.repeat(60)];

type Data = { [name: string]: unknown };

const words = [
  '',
  'a',
  'b',
  'abc',
  'Abc',
  'pro',
  'free',
  'a@b.example',
  'line\nbreak',
  'true',
  '5',
];
const numbers = [0, 1, 5, 10, 1.5, -3, 1e21, 1_700_000_000_000];
const versions = [
  '1.2.3',
  '1.2',
  '1',
  '2.0.0',
  '2.0.0-alpha',
  '2.0.0-alpha.1',
  '2-alpha.beta',
  '2.0.0-rc.10',
  '2.0.0-rc.9',
  '2.0.0+build.5',
  'v2.0.0',
  ' 2.0.0 ',
  '01.2.3',
  '1.2.3.4',
  '2.0.0-01',
  '2.0-',
  '99999999999999999999.0.0',
  '2.0.0-99999999999999999999',
];
const dates = [
  '2023-11-14T22:13:20Z',
  '2023-11-14T22:13:20.001Z',
  '2023-11-14T23:13:20+01:00',
  '2023-11-14T23:13:20+01',
  '2023-11-14',
  '2023-11-14T22:13:20',
  '2023-13-45T22:13:20Z',
  '2023-11-14T22:13:20Zjunk',
];
const patterns = [
  '^a',
  'b$',
  'a.c',
  '^[a-z]+$',
  '(?:a|b)+c?',
  '^\\d{1,3}(\\.\\d+)*$',
  '\\bpro\\b',
  '[^a-z@.]',
  '@b\\.',
  '(',
  '[z-a]',
  'a**',
  '',
  '^$',
  '\\w+\\s\\w+',
  'line.break',
  'line\\sbreak',
];
const scalar: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  { weight: 3, arbitrary: fc.constantFrom(...versions) },
  { weight: 2, arbitrary: fc.constantFrom(...numbers) },
  { weight: 2, arbitrary: fc.constantFrom(...dates) },
  { weight: 1, arbitrary: fc.constantFrom(...keys, ...kinds) },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 12, arbitrary: scalar },
  { weight: 3, arbitrary: fc.array(fc.oneof(scalar, fc.constant(null)), { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant({ city: 'abc' }) },
);

const attributes = ['name', 'email', 'plan', 'age', 'version', 'tags', 'a/b', '_meta', 'toString'];
const references = [
  '/name',
  '/address/city',
  '/address/zip',
  '/address',
  '/a~1b',
  '/tags/0',
  '/kind',
  '/key',
  '/address/',
  'address/city',
  '/anonymous',
];
const brokenReferences = ['', '/', '//name', '/address//city', '/x~2', 'name~', '/_meta/x'];
const attribute = fc.oneof(
  { weight: 24, arbitrary: fc.constantFrom(...attributes, 'key', 'kind', 'anonymous') },
  { weight: 9, arbitrary: fc.constantFrom(...references) },
  { weight: 1, arbitrary: fc.constantFrom(...brokenReferences) },
);

/** Fields that may be missing, or `null`, which means the same. */
function optional(model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Data> {
  const fields = Object.fromEntries(
    Object.entries(model).map(([name, arbitrary]) => [name, fc.option(arbitrary, { freq: 25 })]),
  );
  return fc.record(fields, { requiredKeys: [] });
}

function record(
  required: Record<string, fc.Arbitrary<unknown>>,
  extra: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<Data> {
  return fc
    .tuple(fc.record(required), optional(extra))
    .map(([always, sometimes]) => ({ ...sometimes, ...always }));
}

const contextKind = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...kinds) },
  { weight: 1, arbitrary: fc.constantFrom('', 'unknown') },
);
const plainClause = record(
  {
    op: fc.constantFrom('in', 'in', 'startsWith', 'endsWith', 'contains', 'nonsense'),
    attribute,
    values: fc.array(value, { maxLength: 3 }),
  },
  { contextKind, negate: fc.boolean() },
);
const longClause = record(
  { op: fc.constant('in'), attribute, values: fc.array(scalar, { minLength: 9, maxLength: 14 }) },
  { contextKind, negate: fc.boolean() },
);
function typedClause(ops: string[], name: string, operand: fc.Arbitrary<Json>) {
  return record(
    {
      op: fc.constantFrom(...ops),
      attribute: fc.constantFrom(name, name, '/name'),
      values: fc.array(fc.oneof({ weight: 8, arbitrary: operand }, scalar), { maxLength: 3 }),
    },
    { contextKind, negate: fc.boolean() },
  );
}
const version = fc.oneof(
  fc.constantFrom(...versions),
  fc.stringMatching(/^[0-9]{1,2}(\.[0-9]{1,2}){0,3}(-[0-9a-c.-]{1,6})?(\+[a-z0-9.]{1,4})?$/),
);
/** Asks for one of the segments given, and seldom for any, which may make a cycle. */
function segmentClause(among: readonly string[]): fc.Arbitrary<Data> {
  const one = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...among, 'missing') },
    { weight: 1, arbitrary: fc.constantFrom(...segmentKeys) },
  );
  return record(
    {
      op: fc.constant('segmentMatch'),
      attribute: fc.constant(''),
      values: fc.array(one, { maxLength: 2 }),
    },
    { negate: fc.boolean() },
  );
}
const numeric = ['lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual'];
const ownClause = fc.oneof(
  { weight: 6, arbitrary: plainClause },
  { weight: 1, arbitrary: longClause },
  { weight: 2, arbitrary: typedClause(numeric, 'age', fc.constantFrom(...numbers)) },
  {
    weight: 2,
    arbitrary: typedClause(
      ['before', 'after'],
      'since',
      fc.constantFrom<Json>(...dates, ...numbers),
    ),
  },
  {
    weight: 2,
    arbitrary: typedClause(
      ['semVerEqual', 'semVerLessThan', 'semVerGreaterThan'],
      'version',
      version,
    ),
  },
  { weight: 2, arbitrary: typedClause(['matches'], 'email', fc.constantFrom(...patterns)) },
);

function clausesOf(among: readonly string[]): fc.Arbitrary<Data[]> {
  const clause = fc.oneof(
    { weight: 5, arbitrary: ownClause },
    { weight: 1, arbitrary: segmentClause(among) },
  );
  return fc.array(clause, { maxLength: 3 });
}
const weight = fc.constantFrom(0, 1, 10_000, 33_333, 50_000, 100_000);
const variation = fc.oneof(
  { weight: 60, arbitrary: fc.nat(2) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 3, 7) },
);
const bucketBy = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('key', 'age', 'plan', '') },
  attribute,
);

const share = record({ variation, weight }, { untracked: fc.boolean() });
const shares = fc.oneof(
  { weight: 20, arbitrary: fc.array(share, { minLength: 1, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constant([]) },
);
const rollout = record(
  { variations: shares },
  {
    kind: fc.constantFrom('rollout', 'experiment'),
    contextKind,
    bucketBy,
    seed: fc.integer({ min: 1, max: 99 }),
  },
);
const serve = fc.oneof(
  { weight: 9, arbitrary: record({ variation }) },
  { weight: 9, arbitrary: record({ rollout }) },
  { weight: 1, arbitrary: optional({ variation, rollout }) },
);
const rule = fc
  .tuple(
    serve,
    optional({
      id: fc.constantFrom('r1', 'r2'),
      clauses: clausesOf(segmentKeys),
      trackEvents: fc.boolean(),
    }),
  )
  .map(([served, rest]) => ({ ...served, ...rest }));
const someKeys = fc.array(fc.constantFrom(...keys), { maxLength: 4 });
const target = record({ values: someKeys, variation });
const contextTarget = record({ values: someKeys, variation }, { contextKind });

function flag(key: string, position: number): fc.Arbitrary<Data> {
  const later = flagKeys.slice(position + 1);
  const required = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...later, ...later, ...later, 'missing') },
    { weight: 1, arbitrary: fc.constantFrom(...flagKeys) },
  );
  return record(
    {
      key: fc.constant(key),
      version: fc.constant(1),
      on: fc.integer({ min: 0, max: 7 }).map((chance) => chance > 0),
      variations: fc.constantFrom(['x', 'y', 'z'], [true, false, null], [{ a: 1 }, [2], 'c']),
      salt: fc.constantFrom('salt', '', 'ß', 'long-salt-'.repeat(7)),
      fallthrough: serve,
    },
    {
      offVariation: variation,
      targets: fc.array(target, { maxLength: 3 }),
      contextTargets: fc.array(contextTarget, { maxLength: 3 }),
      rules: fc.array(rule, { maxLength: 4 }),
      prerequisites: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        {
          weight: 1,
          arbitrary: fc.array(record({ key: required, variation: fc.nat(2) }), { maxLength: 2 }),
        },
      ),
    },
  );
}

const segmentTarget = record({ values: someKeys }, { contextKind });
const manyKeys = fc.oneof(
  { weight: 8, arbitrary: someKeys },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: 120 }, (_, n) => `user-${n}`)) },
);

function segment(key: string, position: number): fc.Arbitrary<Data> {
  const clauses = clausesOf(segmentKeys.slice(position + 1));
  const segmentRule = record({ clauses }, { weight, bucketBy, rolloutContextKind: contextKind });
  const lists = {
    included: manyKeys,
    excluded: manyKeys,
    includedContexts: fc.array(segmentTarget, { maxLength: 2 }),
    excludedContexts: fc.array(segmentTarget, { maxLength: 2 }),
    salt: fc.constantFrom('salt', ''),
  };
  const required = { key: fc.constant(key), version: fc.constant(1) };
  const rules = fc.array(segmentRule, { maxLength: 2 });
  // The published evaluator never comes back from a cycle through a big segment.
  const ownRules = fc.array(record({ clauses: fc.array(plainClause, { maxLength: 2 }) }));
  const bigLists = {
    ...lists,
    rules: ownRules,
    unboundedContextKind: contextKind,
    generation: fc.nat(2),
  };
  return fc.oneof(
    { weight: 6, arbitrary: record(required, { ...lists, rules }) },
    { weight: 2, arbitrary: record({ ...required, unbounded: fc.constant(true) }, bigLists) },
  );
}

const contextFields = {
  name: value,
  email: fc.oneof(fc.constantFrom(...words), value),
  plan: value,
  age: fc.oneof(fc.constantFrom<Json>(...numbers), value),
  version,
  since: fc.oneof(fc.constantFrom<Json>(...dates, ...numbers), value),
  tags: fc.array(scalar, { maxLength: 3 }),
  address: fc.oneof(record({ city: value }, { zip: value }), value),
  'a/b': value,
  anonymous: fc.boolean(),
};
const key = fc.constantFrom(...keys);
const part = record({ key }, contextFields);
const single = record({ key, kind: fc.constantFrom(...kinds) }, contextFields);
const multi = optional({ user: part, org: part, 'device.1': part }).map((parts): Data => ({
  ...parts,
  kind: 'multi',
}));
const legacy = record(
  { key: fc.oneof<fc.Arbitrary<Json>[]>(key, fc.constantFrom(5, '', true)) },
  { custom: optional(contextFields), email: value, name: value, anonymous: fc.boolean() },
);
const invalid = fc.constantFrom<Json[]>(
  {},
  { kind: 'user' },
  { kind: 'user', key: '' },
  { kind: 'kind', key: 'a' },
  { kind: 'bad kind', key: 'a' },
  { kind: '', key: 'a' },
  { kind: 5, key: 'a' },
  { kind: 'multi' },
  { kind: 'multi', user: { key: '' } },
  { kind: 'multi', user: 'a' },
  { key: null },
  [],
);

/** A context of any published form, now and then one that isn't valid. */
export const randomContext: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 16, arbitrary: single },
  { weight: 12, arbitrary: multi },
  { weight: 6, arbitrary: legacy },
  { weight: 1, arbitrary: invalid },
);

/** Flags and segments that refer to each other. */
export const randomData: fc.Arbitrary<PublishedData> = fc.record({
  flags: fc.record(
    Object.fromEntries(flagKeys.map((name, position) => [name, flag(name, position)])),
  ),
  segments: fc.record(
    Object.fromEntries(segmentKeys.map((name, position) => [name, segment(name, position)])),
  ),
});
