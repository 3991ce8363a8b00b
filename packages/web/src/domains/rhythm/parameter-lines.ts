function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A text as it is, unless reading it so would make something else of it: a number, two lines. */
const lineOf = (value: unknown) =>
  typeof value === 'string' && valueOf(value) === value && /^\S(?:.*\S)?$/.test(value)
    ? value
    : JSON.stringify(value);

/** Parameters as one writes them: `unit: $unit`, a line for each. */
export function linesOf(parameters: Readonly<Record<string, unknown>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}: ${lineOf(value)}`)
    .join('\n');
}

/** The parameters that lines say: numbers, lists and the like as JSON, anything else as text. */
export function parametersOf(lines: string): Record<string, unknown> {
  return Object.fromEntries(
    lines.split('\n').flatMap((line) => {
      const colon = line.indexOf(':');
      const name = (colon < 0 ? line : line.slice(0, colon)).trim();
      return name === '' ? [] : [[name, colon < 0 ? '' : valueOf(line.slice(colon + 1).trim())]];
    }),
  );
}
