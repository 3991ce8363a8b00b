import { parseReference, readAttribute } from './attribute-reference.ts';
import type { CompiledClause, Match, World } from './compiled.ts';
import type { Subject } from './context.ts';
import { operationOf } from './operators.ts';
import { matchSegment } from './segment-match.ts';
import { fieldsOf, isFields, kindOf, listOf, stringsOf, textOf } from './untrusted.ts';

// A clause is a record with a function that all clauses of its form have in common: closures of
// their own would take several times the memory.

const malformed: CompiledClause = {
  match: () => undefined,
  operation: operationOf(undefined),
  operands: [],
  kind: '',
  place: '',
  negate: false,
};

/** Makes a clause ready to run. */
function compileClause(source: unknown): CompiledClause {
  if (!isFields(source)) return malformed;
  const { op, contextKind } = source;
  const values = listOf(source['values']);
  const negate = !!source['negate'];
  if (op === 'segmentMatch')
    return { ...malformed, match: matchSegments, operands: values, negate };
  const place = parseReference(textOf(source['attribute']), !contextKind);
  if (place === null) return malformed;
  const operation = operationOf(op);
  const operands = operation.prepare(values);
  return { match: matchAttribute, operation, operands, kind: kindOf(contextKind), place, negate };
}

function matchAttribute(clause: CompiledClause, subject: Subject): Match {
  const value = readAttribute(subject, clause.kind, clause.place);
  // A missing attribute matches neither a clause nor its negation.
  if (value === undefined || value === null) return false;
  const { operation, operands } = clause;
  const holds = Array.isArray(value)
    ? value.some((each) => operation.holds(each, operands))
    : operation.holds(value, operands);
  return holds !== clause.negate;
}

function matchSegments(clause: CompiledClause, subject: Subject, world: World): Match {
  for (const key of clause.operands) {
    const match = typeof key === 'string' && matchSegment(key, subject, world);
    if (match === undefined) return undefined;
    if (match) return !clause.negate;
  }
  return clause.negate;
}

const noMatch: readonly CompiledClause[] = [{ ...malformed, match: () => false }];

/** The clauses of a rule; a rule without a list of them never matches. */
export function compileClauses(rule: unknown): readonly CompiledClause[] {
  const { clauses } = fieldsOf(rule);
  return Array.isArray(clauses) ? clauses.map(compileClause) : noMatch;
}

/** The keys of all segments that a rule's clauses ask for. */
export function segmentKeysOf(rule: unknown): string[] {
  return listOf(fieldsOf(rule)['clauses'])
    .map(fieldsOf)
    .filter((clause) => clause['op'] === 'segmentMatch')
    .flatMap((clause) => stringsOf(clause['values']));
}
