import type { OperationOf, OutputOf } from '@throughline/contract';

type PersonRow = OutputOf<OperationOf<'org.listPeople'>>['items'][number];

/** A value as RFC 4180 writes it; one that a spreadsheet would take for a formula is defused. */
function field(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const columns = ['reference', 'name', 'email', 'state', 'units', 'titles', 'posts'] as const;

function line(values: readonly string[]): string {
  return `${values.map(field).join(',')}\r\n`;
}

/** People as CSV, a line at a time; several units, titles or posts are parted by semicolons. */
export async function* peopleCsv(people: AsyncIterable<PersonRow>): AsyncGenerator<string> {
  yield line(columns);
  for await (const person of people) {
    yield line([
      person.ref,
      person.name,
      person.email ?? '',
      person.state,
      person.units.map(({ unit }) => unit.name).join('; '),
      person.units.flatMap(({ title }) => title || []).join('; '),
      person.posts.map(({ title }) => title).join('; '),
    ]);
  }
}
