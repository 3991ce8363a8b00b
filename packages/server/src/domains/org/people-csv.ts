import type { OperationOf, OutputOf } from '@throughline/contract';
import { csvLine } from '../../platform/http/csv-line.ts';

type PersonRow = OutputOf<OperationOf<'org.listPeople'>>['items'][number];

const columns = ['reference', 'name', 'email', 'state', 'units', 'titles', 'posts'] as const;

/** People as CSV, a line at a time; several units, titles or posts are parted by semicolons. */
export async function* peopleCsv(people: AsyncIterable<PersonRow>): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const person of people) {
    yield csvLine([
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
