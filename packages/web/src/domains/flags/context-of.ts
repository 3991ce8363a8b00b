type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** A context from what was typed, or what is wrong with which field. */
export function contextOf(
  kind: string,
  key: string,
  attributes: string,
):
  | { readonly value: Record<string, Json> }
  | { readonly fault: string; readonly of: 'kind' | 'key' | 'attributes' } {
  if (kind.trim() === '') return { fault: 'A context has a kind: user, for example.', of: 'kind' };
  let given: Json;
  try {
    given = attributes.trim() === '' ? {} : (JSON.parse(attributes) as Json);
  } catch {
    return { fault: 'This is no JSON.', of: 'attributes' };
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return { fault: 'Attributes are a JSON object.', of: 'attributes' };
  }
  if (kind === 'multi') return { value: { ...given, kind } };
  if (key.trim() === '') return { fault: 'Type the key: who it is.', of: 'key' };
  return { value: { ...given, kind, key } };
}
