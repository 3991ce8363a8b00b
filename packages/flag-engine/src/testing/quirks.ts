import { parseReference } from '../attribute-reference.ts';
import { fieldsOf, listOf, stringsOf, textOf } from '../untrusted.ts';
import type { PublishedData } from './published-evaluator.ts';

// Two habits of the published evaluator that we leave to it; the package's README describes them.

/** Segments whose evaluation can end in an error. */
function brokenSegments(data: PublishedData): ReadonlySet<string> {
  const broken = new Set<string>();
  const reach = (key: string, path: readonly string[]): boolean =>
    path.includes(key) ||
    listOf(fieldsOf(data.segments[key])['rules']).some((rule) => {
      const { bucketBy, rolloutContextKind } = fieldsOf(rule);
      return (
        parseReference(textOf(bucketBy) || 'key', !rolloutContextKind) === null ||
        listOf(fieldsOf(rule)['clauses']).some((clause) =>
          mayFail(clause, (next) => reach(next, [...path, key])),
        )
      );
    });
  for (const key of Object.keys(data.segments)) if (reach(key, [])) broken.add(key);
  return broken;
}

function mayFail(clause: unknown, segmentFails: (key: string) => boolean): boolean {
  const { op, attribute, contextKind, values } = fieldsOf(clause);
  if (op === 'segmentMatch') return stringsOf(values).some(segmentFails);
  return parseReference(textOf(attribute), !contextKind) === null;
}

/** Whether an error in a clause can be forgotten because another clause follows it. */
export function canForgetErrors(data: PublishedData): boolean {
  const broken = brokenSegments(data);
  return [...Object.values(data.flags), ...Object.values(data.segments)].some((owner) =>
    listOf(fieldsOf(owner)['rules']).some((rule) =>
      listOf(fieldsOf(rule)['clauses'])
        .slice(0, -1)
        .some((clause) => mayFail(clause, (key) => broken.has(key))),
    ),
  );
}

/** Whether a cycle of prerequisites is met before the last prerequisite of some flag. */
export function canForgetCycles(data: PublishedData): boolean {
  const needs = (key: string): string[] =>
    listOf(fieldsOf(data.flags[key])['prerequisites']).map((each) => textOf(fieldsOf(each)['key']));
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    needs(from).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  return Object.keys(data.flags).some((key) =>
    needs(key)
      .slice(0, -1)
      .some((next) => next === key || reaches(next, key, new Set())),
  );
}
