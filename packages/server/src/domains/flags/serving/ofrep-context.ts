import type { Context, ContextAttributes } from '@throughline/flag-engine';

/** A context that OFREP brought, or why it is none, in OpenFeature's error codes. */
export type OfrepContext =
  | { readonly context: Context }
  | {
      readonly errorCode: 'INVALID_CONTEXT' | 'TARGETING_KEY_MISSING';
      readonly errorDetails: string;
    };

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function single(given: Fields): ContextAttributes | undefined {
  const { targetingKey, ...attributes } = given;
  const key = targetingKey ?? attributes['key'];
  return typeof key === 'string' && key !== '' ? { ...attributes, key } : undefined;
}

const noKey: OfrepContext = {
  errorCode: 'TARGETING_KEY_MISSING',
  errorDetails: 'Give context.targetingKey: the key of whoever the flag is evaluated for.',
};

/**
 * An OpenFeature context as the engine takes it: `targetingKey` is the key; `kind` is `user` unless
 * given; of kind `multi`, every other member is a context of the kind that it is named by.
 */
export function ofrepContext(given: unknown): OfrepContext {
  if (given === undefined || given === null) return noKey;
  if (!isFields(given)) {
    return { errorCode: 'INVALID_CONTEXT', errorDetails: 'context must be an object.' };
  }
  const { kind = 'user', ...rest } = given;
  if (typeof kind !== 'string' || kind === '') {
    return { errorCode: 'INVALID_CONTEXT', errorDetails: 'context.kind must be a name.' };
  }
  if (kind !== 'multi') {
    const context = single(rest);
    return context ? { context: { ...context, kind } } : noKey;
  }
  const parts: Record<string, ContextAttributes> = {};
  for (const [name, part] of Object.entries(rest)) {
    if (!isFields(part)) continue;
    const context = single(part);
    if (!context) return noKey;
    parts[name] = context;
  }
  if (Object.keys(parts).length === 0) return noKey;
  return { context: { kind: 'multi', ...parts } as Context };
}
