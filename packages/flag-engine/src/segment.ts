import { parseReference } from './attribute-reference.ts';
import { bucketPrefix } from './bucket.ts';
import { compileClauses, segmentKeysOf } from './clause.ts';
import type { CompiledSegment, CompiledSegmentRule, KeySets } from './compiled.ts';
import { fieldsOf, isFields, kindOf, listOf, stringsOf, textOf } from './untrusted.ts';

/** Makes a segment ready to match; `undefined` when there is none. */
export function compileSegment(key: string, source: unknown): CompiledSegment | undefined {
  if (!isFields(source) || source['deleted']) return undefined;
  const named = textOf(source['key']) || key;
  const rules = listOf(source['rules']);
  const { generation } = source;
  const big = {
    kind: textOf(source['unboundedContextKind']) || 'user',
    reference:
      typeof generation === 'number' && generation !== 0 ? `${named}.g${generation}` : null,
  };
  return {
    segmentKeys: rules.flatMap(segmentKeysOf),
    big: source['unbounded'] ? big : null,
    included: keySets(source['included'], source['includedContexts']),
    excluded: keySets(source['excluded'], source['excludedContexts']),
    rules: rules.map((rule) => compileRule(rule, named, source['salt'])),
  };
}

function keySets(userKeys: unknown, targets: unknown): KeySets | null {
  const sets = new Map<string, Set<string>>();
  const add = (kind: string, keys: readonly string[]): void => {
    const set = sets.get(kind) ?? new Set();
    // A legacy user may have an empty key, which no list of a segment matches.
    for (const key of keys) if (key !== '') set.add(key);
    if (set.size > 0) sets.set(kind, set);
  };
  add('user', stringsOf(userKeys));
  for (const target of listOf(targets)) {
    const { contextKind, values } = fieldsOf(target);
    add(kindOf(contextKind), stringsOf(values));
  }
  return sets.size > 0 ? sets : null;
}

function compileRule(source: unknown, key: string, salt: unknown): CompiledSegmentRule {
  const clauses = compileClauses(source);
  const { weight, bucketBy, rolloutContextKind } = fieldsOf(source);
  if (weight === undefined || weight === null) return { clauses, share: null, bucketing: null };
  const place = parseReference(textOf(bucketBy) || 'key', !rolloutContextKind);
  const kind = kindOf(rolloutContextKind);
  const bucketing = place === null ? null : { prefix: bucketPrefix(key, salt), kind, place };
  return { clauses, share: (typeof weight === 'number' ? weight : NaN) / 100_000, bucketing };
}
