import { parseDocument } from 'yaml';
import type { z } from 'zod';

/** A file read and checked, or its faults, each with its place. */
export type YamlReading<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly faults: readonly string[] };

const mostFaults = 20;

/** Reads a YAML file by a schema. Aliases are refused: a few of them unfold to gigabytes. */
export function readYaml<S extends z.ZodType>(text: string, schema: S): YamlReading<z.output<S>> {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) {
    return {
      ok: false,
      faults: document.errors
        .map(({ message }) => message.split('\n')[0] ?? '')
        .slice(0, mostFaults),
    };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { ok: false, faults: ['aliases are not allowed'] };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, data: parsed.data };
  return { ok: false, faults: parsed.error.issues.map(faultOf).slice(0, mostFaults) };
}

function faultOf(issue: z.core.$ZodIssue): string {
  // Where none of several forms fits: say what the nearest one misses.
  const nested =
    issue.code === 'invalid_union'
      ? issue.errors.toSorted((one, other) => one.length - other.length)[0]?.[0]
      : undefined;
  const path = [...issue.path, ...(nested?.path ?? [])].map(String).join('.');
  return `${path || 'the file'}: ${(nested ?? issue).message}`;
}
