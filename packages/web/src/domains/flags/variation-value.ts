import type { FlagType, Variation } from './flag-types.ts';

type Value = Variation['value'];

/** A value as it is typed and read: strings bare, all else as JSON. */
export function writeValue(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What was typed as a value of the type, or why it is none. */
export function readValue(
  type: FlagType,
  text: string,
): { readonly value: Value } | { readonly fault: string } {
  if (type === 'string') return { value: text };
  if (type === 'number') {
    const value = Number(text);
    return text.trim() === '' || !Number.isFinite(value)
      ? { fault: 'A number, such as 20 or 0.5.' }
      : { value };
  }
  try {
    const value = JSON.parse(text) as Value;
    return { value };
  } catch {
    return { fault: 'JSON, such as {"columns": 3} or "text".' };
  }
}

/** A variation by its name, else by its value. */
export function variationName(variations: readonly Variation[], at: number | null): string {
  if (at === null) return 'the caller’s own default';
  const variation = variations[at];
  if (!variation) return `variation ${at + 1}`;
  return variation.name === '' ? writeValue(variation.value) : variation.name;
}
