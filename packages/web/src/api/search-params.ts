/** A route's search as flat text: what is in the URL and nothing else. For `validateSearch`. */
export function textSearch<K extends string>(
  ...names: readonly K[]
): (search: Record<string, unknown>) => { [N in K]?: string } {
  return (search) => {
    const kept: { [N in K]?: string } = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === 'string' && value !== '') kept[name] = value;
      else if (typeof value === 'number') kept[name] = String(value);
    }
    return kept;
  };
}
