import { useSearchState } from '../api/use-search-state.ts';
import { useRef, useState } from 'react';
import { kindWords } from '../api/entity-address.ts';
import { shownProblem } from '../api/problem.ts';
import { useRead } from '../api/use-operation.ts';
import { EntityLink } from '../entity/entity-link.tsx';
import { EntityStatus } from '../entity/entity-status.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Table } from '../ui/table.tsx';
import { TextField } from '../ui/text-field.tsx';

/** Everything that has the words, best first. The palette (⌘K) finds the same while typing. */
export function SearchPage() {
  const [{ q = '' }, setSearch] = useSearchState();
  const [words, setWords] = useState(q);
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined);
  const type = (value: string) => {
    setWords(value);
    clearTimeout(settle.current);
    settle.current = setTimeout(() => setSearch({ q: value }), 250);
  };
  const found = useRead(
    'entities.search',
    { query: { q: q.trim(), limit: 50 } },
    { enabled: q.trim() !== '' },
  );
  return (
    <>
      <PageHeader
        title="Search"
        description="Titles and summaries of everything that you may see."
      />
      <TextField label="Words" value={words} onValueChange={type} />
      {found.error && <ErrorState problem={shownProblem(found.error)} />}
      <Table
        label="Results"
        rows={q.trim() === '' ? [] : (found.data?.items ?? [])}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={q.trim() !== '' && found.isPending}
        empty={
          <EmptyState
            sentence={
              q.trim() === ''
                ? 'Type a word of a title, a person’s name or a unit.'
                : `Nothing that you may see has “${q}” in its title or summary.`
            }
            example="“Resource” finds the group Resource Management."
          />
        }
        columns={[
          { id: 'title', header: 'Title', cell: (row) => <EntityLink entity={row} /> },
          { id: 'kind', header: 'Kind', cell: (row) => kindWords(row.kind), width: '10rem' },
          {
            id: 'state',
            header: 'State',
            cell: (row) => <EntityStatus state={row.state} plain />,
            width: '10rem',
          },
          { id: 'summary', header: 'Summary', cell: (row) => row.summary },
        ]}
      />
    </>
  );
}
