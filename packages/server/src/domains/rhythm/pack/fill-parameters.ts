/** The words of organisations/FORMAT.md that parameters may hold, with what they become. */
export type Words = Readonly<
  Record<
    | '$unit'
    | '$cadence'
    | '$since'
    | '$fiscalYear'
    | '$nextFiscalYear'
    | '$fiscalQuarter'
    | '$sprint'
    | '$subject',
    string | number | undefined
  >
>;

/** Parameters with their words filled in, or the word that has no meaning in this review. */
export function fillParameters(
  parameters: Readonly<Record<string, unknown>>,
  words: Words,
): { filled: Record<string, unknown> } | { missing: string } {
  const filled: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value !== 'string' || !value.startsWith('$')) {
      filled[name] = value;
      continue;
    }
    const meaning = value in words ? words[value as keyof Words] : undefined;
    if (meaning === undefined) return { missing: value };
    filled[name] = meaning;
  }
  return { filled };
}
