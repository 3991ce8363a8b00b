/** The sources of a metric in words. */
export const sourceOptions = [
  { value: 'entry', label: 'Entered by hand', says: 'Somebody records a value of a day.' },
  {
    value: 'api',
    label: 'Pushed by a program',
    says: 'A program sends values with an API key of the scope metrics:write.',
  },
  { value: 'csv', label: 'Uploaded as a file', says: 'Somebody uploads a CSV of days and values.' },
  { value: 'insight', label: 'A figure of an insight', says: 'Taken daily, and when asked.' },
  { value: 'sql', label: 'A query on a connection', says: 'Taken daily, and when asked.' },
] as const;

/** A source in words. */
export function sourceWord(kind: (typeof sourceOptions)[number]['value']): string {
  return sourceOptions.find(({ value }) => value === kind)?.label ?? kind;
}
