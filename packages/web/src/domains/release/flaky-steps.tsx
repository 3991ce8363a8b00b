import type { OperationOf, OutputOf } from '@throughline/contract';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { useRepositoryFilter } from './repository-filter.ts';

type FlakyStep = OutputOf<OperationOf<'release.listFlakySteps'>>['items'][number];

const columns: readonly TableColumn<FlakyStep>[] = [
  {
    id: 'step',
    header: 'Step',
    cell: (row) => (
      <>
        <span className="font-medium">{row.step}</span>
        <span className="block text-xs text-tertiary">
          last in{' '}
          <TextLink href={entityAddress(row.deployment.ref)}>{row.deployment.title}</TextLink>
        </span>
      </>
    ),
  },
  {
    id: 'repository',
    header: 'Repository',
    width: '14rem',
    cell: (row) => <EntityLink entity={row.repository} />,
  },
  { id: 'commits', header: 'Commits', width: '6rem', align: 'end', cell: (row) => row.commits },
  {
    id: 'failed',
    header: 'Failed',
    width: '8rem',
    align: 'end',
    cell: (row) => `${row.failed} of ${row.runs}`,
  },
  {
    id: 'last',
    header: 'Last failed',
    width: '7rem',
    align: 'end',
    cell: (row) => <Age at={row.lastAt} />,
  },
];

/** Steps that failed and then passed on the same commit. */
export function FlakySteps() {
  const [{ repository }, change] = useSearchState();
  const repositories = useRepositoryFilter(repository);
  const { data, error, isPending, refetch } = useRead('release.listFlakySteps', {
    query: repository ? { repository } : {},
  });
  return (
    <>
      <p className="max-w-prose text-secondary">
        Of the last 60 days: steps of pipelines that failed and then passed on the same commit, in
        the same environment. Nothing of the code had changed in between.
      </p>
      <FilterBar filters={[repositories]} onFilterChange={(id, value) => change({ [id]: value })} />
      {error && <ErrorState problem={shownProblem(error)} onRetry={() => void refetch()} />}
      {!error && (
        <Table
          label="Flaky steps"
          columns={columns}
          rows={data?.items ?? []}
          rowKey={(row) => `${row.repository.ref} ${row.step}`}
          rowName={(row) => row.step}
          loading={isPending}
          empty={<EmptyState sentence="No step is flaky." />}
        />
      )}
    </>
  );
}
