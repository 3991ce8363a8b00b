import { useList } from '../api/use-operation.ts';
import { Instant } from '../ui/time.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Section } from '../ui/section.tsx';
import { Table } from '../ui/table.tsx';
import { stateWord } from './state-tone.ts';

/** What a fact says in a line: the fields that it names, without references of references. */
function summaryOfFact(after: unknown): string {
  if (typeof after !== 'object' || after === null) return '';
  return Object.entries(after)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value) && value !== '')
    .slice(0, 4)
    .map(([name, value]) => `${name}: ${String(value).slice(0, 80)}`)
    .join(' · ');
}

/** Who changed an entity, when, and what it became. */
export function HistorySection({ reference }: { readonly reference: string }) {
  const list = useList('entities.getHistory', { params: { ref: reference } });
  return (
    <Section title="History">
      <Table
        label="History"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.action}
        columns={[
          { id: 'at', header: 'When', cell: (row) => <Instant at={row.at} />, width: '13rem' },
          { id: 'who', header: 'Who', cell: (row) => row.actor, width: '12rem' },
          {
            id: 'what',
            header: 'What',
            cell: (row) => stateWord(row.action.replace('.', ' ')),
            width: '12rem',
          },
          { id: 'became', header: 'Became', cell: (row) => summaryOfFact(row.after) },
        ]}
      />
      {list.hasMore && (
        <LoadMore
          shown={list.items.length}
          hasMore
          loading={list.isLoadingMore}
          onMore={list.loadMore}
        />
      )}
    </Section>
  );
}
