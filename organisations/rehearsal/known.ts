/** What the history has made so far: the reference behind each key, and its revision. */
export interface Known {
  ref(key: string): string;
  keep(key: string, ref: string): void;
  revision(key: string): number | undefined;
  keepRevision(key: string, revision: number): void;
  /** An input with every `@key` replaced by the reference behind it. */
  resolve<T>(input: T): T;
}

/** Nothing is known yet; `folder` is where `@folder/…` leads. */
export function createKnown(folder: string): Known {
  const refs = new Map<string, string>();
  const revisions = new Map<string, number>();
  const ref = (key: string) => {
    if (key.startsWith('folder/')) return `${folder}/${key.slice('folder/'.length)}.git`;
    const found = refs.get(key);
    if (found === undefined) throw new Error(`nothing was made under ${key}`);
    return found;
  };
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') return value.startsWith('@') ? ref(value.slice(1)) : value;
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)]));
  };
  return {
    ref,
    keep: (key, made) => void refs.set(key, made),
    revision: (key) => revisions.get(key),
    keepRevision: (key, revision) => void revisions.set(key, revision),
    resolve: <T>(input: T) => resolve(input) as T,
  };
}

/** The keys that an input names, `@` taken off. */
export function keysIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('@') ? [value.slice(1)] : [];
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(keysIn);
}
