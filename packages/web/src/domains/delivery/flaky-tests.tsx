import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { signWords } from './test-words.ts';

type FlakyTest = OutputOf<OperationOf<'delivery.listFlakyTests'>>['items'][number];

const columns: readonly TableColumn<FlakyTest>[] = [
  {
    id: 'test',
    header: 'Test',
    cell: (row) => (
      <>
        <TextLink
          quiet
          className="font-medium [overflow-wrap:anywhere]"
          href={`/tests?tab=flaky&test=${row.ref}`}
        >
          {row.name}
        </TextLink>
        <span className="block truncate text-xs text-tertiary">
          {row.group === '' ? row.job : `${row.group}, ${row.job}`}
        </span>
      </>
    ),
  },
  {
    id: 'repository',
    header: 'Repository',
    width: '12rem',
    cell: (row) => <EntityLink entity={row.repository} />,
  },
  {
    id: 'why',
    header: 'Why',
    cell: (row) => row.signs.map((sign) => signWords[sign]).join(', '),
  },
  { id: 'times', header: 'Times', align: 'end', width: '5rem', cell: (row) => row.times },
  {
    id: 'failed',
    header: 'Failed',
    align: 'end',
    width: '7rem',
    cell: (row) => `${row.failed} of ${row.runs}`,
  },
  {
    id: 'last',
    header: 'Last failed',
    align: 'end',
    width: '7rem',
    cell: (row) => (row.lastFailedAt === null ? 'Never' : <Age at={row.lastFailedAt} />),
  },
];

/** Tests that passed and failed on the same code, the most unsteady first. */
export function FlakyTests({ repository }: { readonly repository: string | undefined }) {
  const [, change] = useSearchState();
  const { data, error, isPending, refetch } = useRead('delivery.listFlakyTests', {
    query: repository ? { repository } : {},
  });
  return (
    <>
      <p className="max-w-prose text-secondary">
        Of the last 14 days: what passed only when it was tried again, what passed and failed on the
        same commit, and what changed its outcome four times or more on one branch.
      </p>
      {error && <ErrorState problem={shownProblem(error)} onRetry={() => void refetch()} />}
      {!error && (
        <Table
          label="Flaky tests"
          columns={columns}
          rows={data?.items ?? []}
          rowKey={(row) => row.ref}
          rowName={(row) => row.name}
          onOpen={(row) => change({ test: row.ref })}
          loading={isPending}
          empty={<EmptyState sentence="No test is flaky." />}
        />
      )}
    </>
  );
}
