/** `Areas of improvement` → `areas-of-improvement`, and another one where that is taken. */
export function keyFor(title: string, taken: ReadonlySet<string>, otherwise: string): string {
  const base =
    title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || otherwise;
  let key = base;
  for (let more = 2; taken.has(key); more++) key = `${base}-${more}`;
  return key;
}
