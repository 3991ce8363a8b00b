import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from './index.ts';
import type { Clause, Context, Flag, Json, RulesetData, Segment } from './index.ts';

const user: Context = { kind: 'user', key: 'u1', email: 'u1@example.com', tags: ['a', 'b'] };

/** A flag that is on and serves `fall`; `off` while it is off, `match` by a rule. */
function flag(key: string, rest: Partial<Flag> = {}): Flag {
  return {
    key,
    on: true,
    variations: ['off', 'fall', 'match'],
    offVariation: 0,
    fallthrough: { variation: 1 },
    salt: 'salt',
    ...rest,
  };
}

function rulesetOf(flags: readonly Flag[], segments: readonly Segment[] = []) {
  return compile({
    flags: Object.fromEntries(flags.map((each) => [each.key, each])),
    segments: Object.fromEntries(segments.map((each) => [each.key, each])),
  });
}

function evaluate(one: Flag, context: Context = user, others: readonly Flag[] = []) {
  return rulesetOf([one, ...others]).evaluate(one.key, context);
}

/** Whether a rule with the clause matches. */
function holds(clause: Clause, context: Context, segments: readonly Segment[] = []): boolean {
  const one = flag('f', { rules: [{ id: 'r', variation: 2, clauses: [clause] }] });
  const { reason } = rulesetOf([one], segments).evaluate('f', context);
  expect(['RULE_MATCH', 'FALLTHROUGH']).toContain(reason.kind);
  return reason.kind === 'RULE_MATCH';
}

const malformed = {
  value: null,
  variation: null,
  reason: { kind: 'ERROR', errorKind: 'MALFORMED_FLAG' },
};

test('a flag that is off serves its off variation, or null without one', () => {
  expect(evaluate(flag('f', { on: false }))).toEqual({
    value: 'off',
    variation: 0,
    reason: { kind: 'OFF' },
  });
  const { offVariation: _, ...rest } = flag('f', { on: false });
  expect(evaluate(rest)).toEqual({ value: null, variation: null, reason: { kind: 'OFF' } });
});

test('an unknown flag and a context that is none are told apart, the context first', () => {
  const ruleset = rulesetOf([flag('f')]);
  const error = (errorKind: string) => ({
    value: null,
    variation: null,
    reason: { kind: 'ERROR', errorKind },
  });
  expect(ruleset.evaluate('nope', user)).toEqual(error('FLAG_NOT_FOUND'));
  expect(ruleset.evaluate('nope', { kind: 'user', key: '' })).toEqual(error('USER_NOT_SPECIFIED'));
  expect(ruleset.evaluate('f', { kind: 'multi' })).toEqual(error('USER_NOT_SPECIFIED'));
});

test('targets come before rules, and rules in their order before the fallthrough', () => {
  const rules = [
    { id: 'first', variation: 2, clauses: [{ attribute: 'key', op: 'in', values: ['u2', 'u3'] }] },
    { id: 'second', variation: 0, clauses: [{ attribute: 'key', op: 'in', values: ['u3'] }] },
  ];
  const one = flag('f', { targets: [{ values: ['u1', 'u2'], variation: 0 }], rules });
  const reasonOf = (key: string) => evaluate(one, { kind: 'user', key }).reason;
  expect(reasonOf('u2')).toEqual({ kind: 'TARGET_MATCH' });
  expect(reasonOf('u3')).toEqual({ kind: 'RULE_MATCH', ruleIndex: 0, ruleId: 'first' });
  expect(reasonOf('u4')).toEqual({ kind: 'FALLTHROUGH' });
});

test('a user entry among context targets stands for the user targets of its variation', () => {
  const one = flag('f', {
    targets: [{ values: ['u1'], variation: 2 }],
    contextTargets: [
      { contextKind: 'org', values: ['o1'], variation: 0 },
      { contextKind: 'user', values: ['ignored'], variation: 2 },
    ],
  });
  expect(evaluate(one).variation).toBe(2);
  expect(evaluate(one, { kind: 'user', key: 'ignored' }).reason.kind).toBe('FALLTHROUGH');
  const both: Context = { kind: 'multi', user: { key: 'u1' }, org: { key: 'o1' } };
  expect(evaluate(one, both).variation).toBe(0);
});

test.each<[string, Json[], Json, boolean]>([
  ['in', ['a', 5], 5, true],
  ['in', [5], '5', false],
  ['startsWith', ['ab'], 'abc', true],
  ['endsWith', ['ab'], 'abc', false],
  ['contains', ['b'], 'abc', true],
  ['contains', [1], 'a1', false],
  ['matches', ['b+$'], 'abb', true],
  ['matches', ['^b'], 'ab', false],
  ['matches', ['('], '(', false],
  ['lessThan', [2], 1, true],
  ['lessThan', ['2'], 1, false],
  ['lessThanOrEqual', [2], 2, true],
  ['greaterThan', [2], 2, false],
  ['greaterThanOrEqual', [2], 2, true],
  ['before', ['2026-01-01T00:00:00Z'], '2025-12-31T23:30:00-01:00', false],
  ['after', ['2026-01-01T00:00:00Z'], '2025-12-31T23:30:00-01:00', true],
  ['before', [1_000], '1970-01-01T00:00:00.999Z', true],
  ['after', [0], 'yesterday', false],
  ['semVerEqual', ['2'], '2.0.0', true],
  ['semVerLessThan', ['2.0.0'], '2.0.0-rc.1', true],
  ['semVerGreaterThan', ['1.9'], '1.10', true],
  ['semVerEqual', ['v2.0.0'], '2.0.0', false],
  ['nonsense', ['a'], 'a', false],
])('%s %j of %j is %s', (op, values, value, expected) => {
  const context: Context = { kind: 'user', key: 'u', value };
  expect(holds({ attribute: 'value', op, values }, context)).toBe(expected);
  expect(holds({ attribute: 'value', op, values, negate: true }, context)).toBe(!expected);
});

test('a list matches when one element does, and a missing attribute never, negated or not', () => {
  expect(holds({ attribute: 'tags', op: 'in', values: ['b'] }, user)).toBe(true);
  expect(holds({ attribute: 'tags', op: 'in', values: ['b'], negate: true }, user)).toBe(false);
  expect(holds({ attribute: 'none', op: 'in', values: ['b'], negate: true }, user)).toBe(false);
  expect(holds({ attribute: 'toString', op: 'in', values: [''], negate: true }, user)).toBe(false);
});

test('slashes in an attribute mean a path only where a context kind is named', () => {
  const context: Context = { kind: 'user', key: 'u', '/a/b': 'flat', a: { b: 'deep' } };
  const clause = { attribute: '/a/b', op: 'in' };
  expect(holds({ ...clause, values: ['flat'] }, context)).toBe(true);
  expect(holds({ ...clause, contextKind: 'user', values: ['deep'] }, context)).toBe(true);
});

test('the attribute kind is the list of all kinds', () => {
  const context: Context = { kind: 'multi', user: { key: 'u' }, org: { key: 'o' } };
  expect(holds({ attribute: 'kind', op: 'in', values: ['org'] }, context)).toBe(true);
  expect(holds({ attribute: 'kind', op: 'in', values: ['org'] }, user)).toBe(false);
});

test('a legacy user is a user whose custom attributes lie at the top', () => {
  const legacy: Context = { key: 5, custom: { plan: 'pro', email: 'x' }, email: 'y' };
  expect(holds({ attribute: 'plan', op: 'in', values: ['pro'] }, legacy)).toBe(true);
  expect(holds({ attribute: 'email', op: 'in', values: ['y'] }, legacy)).toBe(true);
  expect(holds({ attribute: 'key', op: 'in', values: ['5'] }, legacy)).toBe(true);
});

test('inclusion in a segment wins over exclusion, and exclusion over rules', () => {
  const everyone = { clauses: [] };
  const clause: Clause = { op: 'segmentMatch', values: ['s'] };
  const within = (segment: Partial<Segment>) => holds(clause, user, [{ key: 's', ...segment }]);
  expect(within({ included: ['u1'], excluded: ['u1'] })).toBe(true);
  expect(within({ excluded: ['u1'], rules: [everyone] })).toBe(false);
  expect(within({ rules: [everyone] })).toBe(true);
  expect(within({ includedContexts: [{ contextKind: 'org', values: ['u1'] }] })).toBe(false);
  expect(holds(clause, user)).toBe(false);
});

test('a prerequisite that is off, missing or serves something else fails the flag', () => {
  const one = flag('f', { prerequisites: [{ key: 'p', variation: 1 }] });
  const failed = {
    value: 'off',
    variation: 0,
    reason: { kind: 'PREREQUISITE_FAILED', prerequisiteKey: 'p' },
  };
  expect(evaluate(one, user, [flag('p')]).reason.kind).toBe('FALLTHROUGH');
  expect(evaluate(one)).toEqual(failed);
  expect(evaluate(one, user, [flag('p', { on: false, offVariation: 1 })])).toEqual(failed);
  expect(evaluate(one, user, [flag('p', { fallthrough: { variation: 2 } })])).toEqual(failed);
  expect(evaluate(one, user, [flag('p', { fallthrough: { variation: 9 } })])).toEqual(malformed);
});

test('the observer hears of each prerequisite, the deepest first', () => {
  const heard: string[] = [];
  const ruleset = rulesetOf([
    flag('f', { prerequisites: [{ key: 'p', variation: 1 }] }),
    flag('p', { prerequisites: [{ key: 'q', variation: 1 }] }),
    flag('q'),
  ]);
  ruleset.evaluate('f', user, (step) =>
    heard.push(`${step.flagKey}: ${step.dependentKey} needs ${step.prerequisiteKey}`),
  );
  expect(heard).toEqual(['f: p needs q', 'f: f needs p']);
});

test('cycles of prerequisites and of segments are malformed, other flags are not', () => {
  const needs = (key: string) => ({ prerequisites: [{ key, variation: 1 }] });
  const asks = (key: string): Clause[] => [{ op: 'segmentMatch', values: [key] }];
  const ruleset = rulesetOf(
    [
      flag('a', needs('b')),
      flag('b', needs('a')),
      flag('leads-there', needs('a')),
      flag('by-segment', { rules: [{ variation: 2, clauses: asks('s') }] }),
      flag('fine'),
    ],
    [
      { key: 's', rules: [{ clauses: asks('t') }] },
      { key: 't', rules: [{ clauses: asks('s') }] },
    ],
  );
  for (const key of ['a', 'b', 'leads-there', 'by-segment']) {
    expect(ruleset.evaluate(key, user)).toEqual(malformed);
  }
  expect(ruleset.evaluate('fine', user).reason.kind).toBe('FALLTHROUGH');
  expect(ruleset.evaluateAll(user).get('a')).toEqual(malformed);
});

test('an error in a clause ends the rule, whatever follows it', () => {
  const clauses: Clause[] = [
    { attribute: '', op: 'in', values: ['x'] },
    { attribute: 'key', op: 'in', values: ['u1'] },
  ];
  expect(evaluate(flag('f', { rules: [{ variation: 2, clauses }] }))).toEqual(malformed);
});

test('chains of a hundred prerequisites hold, and longer ones never overflow the stack', () => {
  const chain = (length: number) =>
    rulesetOf(
      Array.from({ length: length + 1 }, (_, at) =>
        flag(`f${at}`, at < length ? { prerequisites: [{ key: `f${at + 1}`, variation: 1 }] } : {}),
      ),
    ).evaluate('f0', user);
  expect(chain(100).reason.kind).toBe('FALLTHROUGH');
  expect(chain(20_000)).toEqual(malformed);
});

test('prerequisites shared over and over are evaluated once', () => {
  const layers = 40;
  const flags = Array.from({ length: layers }, (_, at) => {
    const next = ['a', 'b'].map((side) => ({ key: `${side}${at + 1}`, variation: 1 }));
    const prerequisites = at + 1 < layers ? next : [];
    return [flag(`a${at}`, { prerequisites }), flag(`b${at}`, { prerequisites })];
  }).flat();
  expect(rulesetOf(flags).evaluate('a0', user).reason.kind).toBe('FALLTHROUGH');
});

test('an experiment counts those who have the kind, but not untracked shares', () => {
  const experiment = (untracked: boolean, contextKind = 'user') =>
    flag('f', {
      fallthrough: {
        rollout: {
          kind: 'experiment',
          contextKind,
          variations: [{ variation: 2, weight: 100_000, untracked }],
        },
      },
    });
  expect(evaluate(experiment(false)).reason).toEqual({ kind: 'FALLTHROUGH', inExperiment: true });
  expect(evaluate(experiment(true)).reason).toEqual({ kind: 'FALLTHROUGH' });
  expect(evaluate(experiment(false, 'org')).reason).toEqual({ kind: 'FALLTHROUGH' });
});

test('a share of nothing takes nobody, not even those who can not be bucketed', () => {
  const variations = [
    { variation: 0, weight: 0 },
    { variation: 2, weight: 100_000 },
  ];
  const rollout = { bucketBy: 'tags', variations };
  expect(evaluate(flag('f', { fallthrough: { rollout } })).variation).toBe(2);
});

test('what the weights leave over goes to the last share', () => {
  const variations = [
    { variation: 0, weight: 0 },
    { variation: 2, weight: 0 },
  ];
  expect(evaluate(flag('f', { fallthrough: { rollout: { variations } } })).variation).toBe(2);
});

test('a big segment asks the store, and the reason carries the worst status', () => {
  const clauses = [{ op: 'segmentMatch', values: ['big'] }];
  const data: RulesetData = {
    flags: { f: flag('f', { rules: [{ variation: 2, clauses }] }) },
    segments: { big: { key: 'big', unbounded: true, generation: 3 } },
  };
  const membership = new Map([['big.g3', true]]);
  const stored = compile(data, { bigSegments: () => ({ membership, status: 'STALE' }) });
  expect(stored.evaluate('f', user).reason).toEqual({
    kind: 'RULE_MATCH',
    ruleIndex: 0,
    bigSegmentsStatus: 'STALE',
  });
  expect(compile(data).evaluate('f', user).reason).toEqual({
    kind: 'FALLTHROUGH',
    bigSegmentsStatus: 'NOT_CONFIGURED',
  });
});

test('of several big segments the worst status is told, in whatever order they are asked', () => {
  const big = (key: string, unboundedContextKind: string): Segment => {
    return { key, unbounded: true, unboundedContextKind, generation: 1 };
  };
  const segments = { ofUser: big('ofUser', 'user'), ofOrg: big('ofOrg', 'org') };
  const both: Context = { kind: 'multi', user: { key: 'u' }, org: { key: 'o' } };
  for (const values of [
    ['ofUser', 'ofOrg'],
    ['ofOrg', 'ofUser'],
  ]) {
    const rules = [{ variation: 2, clauses: [{ op: 'segmentMatch', values }] }];
    const ruleset = compile(
      { flags: { f: flag('f', { rules }) }, segments },
      {
        bigSegments: (key) => {
          return { membership: null, status: key === 'u' ? 'STORE_ERROR' : 'HEALTHY' };
        },
      },
    );
    expect(ruleset.evaluate('f', both).reason.bigSegmentsStatus).toBe('STORE_ERROR');
  }
});

test('a change compiles what changed, keeps the rest, and leaves the older ruleset as it was', () => {
  const before = rulesetOf([flag('a'), flag('b', { prerequisites: [{ key: 'a', variation: 1 }] })]);
  const after = before.with({ flags: { a: flag('a', { on: false }), c: flag('c') } });
  expect(after.evaluate('a', user).value).toBe('off');
  expect(after.evaluate('b', user).reason.kind).toBe('PREREQUISITE_FAILED');
  expect(after.evaluate('c', user).value).toBe('fall');
  expect(before.evaluate('a', user).value).toBe('fall');
  expect(before.evaluate('c', user).reason).toEqual({ kind: 'ERROR', errorKind: 'FLAG_NOT_FOUND' });
  const without = after.with({ flags: { a: null, b: { ...flag('b'), deleted: true } } });
  expect([...without.flagKeys()]).toEqual(['c']);
  const cyclic = before.with({
    flags: { a: flag('a', { prerequisites: [{ key: 'b', variation: 1 }] }) },
  });
  expect(cyclic.evaluate('b', user)).toEqual(malformed);
});

test('all flags, or those named, are evaluated at once', () => {
  const ruleset = rulesetOf([flag('a'), flag('b', { on: false })]);
  expect([...ruleset.evaluateAll(user)].map(([key, { value }]) => [key, value])).toEqual([
    ['a', 'fall'],
    ['b', 'off'],
  ]);
  expect([...ruleset.evaluateAll(user, ['b', 'nope']).keys()]).toEqual(['b']);
  expect(ruleset.evaluateAll({ kind: 'user', key: '' }).size).toBe(0);
});

test('an evaluation is shared and frozen', () => {
  const ruleset = rulesetOf([flag('f')]);
  const evaluation = ruleset.evaluate('f', user);
  expect(ruleset.evaluate('f', user)).toBe(evaluation);
  expect(Object.isFrozen(evaluation) && Object.isFrozen(evaluation.reason)).toBe(true);
});

const names = [
  ['key', 'on', 'variations', 'offVariation', 'fallthrough', 'targets', 'contextTargets', 'rules'],
  ['prerequisites', 'salt', 'deleted', 'variation', 'rollout', 'clauses', 'values', 'attribute'],
  ['op', 'contextKind', 'negate', 'kind', 'bucketBy', 'seed', 'weight', 'id', 'included'],
  ['excluded', 'includedContexts', 'unbounded', 'generation', 'custom', 'anonymous', 'user'],
  ['toString', 'valueOf', '__proto__', 'length'],
];

/** JSON whose objects have the model's own names, with values of any type in any place. */
const anything = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown[]>(null, true, false, 0, 1, -1, 1.5, 100_000, '', 'a', 'f0', 's0'),
    fc.constantFrom('segmentMatch', 'in', 'matches', 'user', 'experiment', '__proto__', '(a'),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...names.flat()), tie('value'), { maxKeys: 8 }),
}));

test('data that makes no sense never throws and leaves the flags beside it alone', () => {
  const source = fc.record({
    broken: anything.object,
    other: anything.value,
    segment: anything.value,
    context: anything.value,
  });
  fc.assert(
    fc.property(source, ({ broken, other, segment, context }) => {
      const flags = { f0: { on: true, ...broken }, f1: other, fine: flag('fine') };
      const data: unknown = JSON.parse(JSON.stringify({ flags, segments: { s0: segment } }));
      const ruleset = compile(data as RulesetData);
      for (const each of [user, context as Context]) {
        ruleset.evaluate('f0', each);
        ruleset.evaluateAll(each);
      }
      expect(ruleset.evaluate('fine', user).value).toBe('fall');
    }),
    { seed: 1, numRuns: 4000 },
  );
});

test.each([undefined, null, 5, 'x', [], { flags: 5, segments: 'x' }, { flags: { f: 5 } }])(
  'compiling %j throws nothing',
  (data) => {
    const ruleset = compile(data as unknown as RulesetData);
    expect(ruleset.evaluate('f', user).reason.kind).toBe('ERROR');
  },
);
