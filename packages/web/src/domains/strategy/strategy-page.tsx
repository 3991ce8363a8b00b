import { useSearchState } from '../../api/use-search-state.ts';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { yearIn } from '../../entity/today-in.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';
import { Health, KeyResultConfidence, KeyResultStatus } from './columns.tsx';
import { InitiativeDialog } from './initiative-dialog.tsx';
import { ObjectiveDialog } from './objective-dialog.tsx';
import { levels, treeRows, type Level, type TreeRow } from './tree-rows.ts';
import { percent } from './words.ts';

const levelOptions = [
  { value: 'priority', label: 'Priorities' },
  { value: 'objective', label: 'Objectives' },
  { value: 'key result', label: 'Key results' },
  { value: 'initiative', label: 'Initiatives' },
] as const satisfies readonly { value: Level; label: string }[];

const columns: readonly TableColumn<TreeRow>[] = [
  {
    id: 'title',
    header: 'What',
    cell: (row) => (
      <span
        className="flex min-w-0 items-baseline gap-2"
        style={{ paddingInlineStart: `${row.depth * 20}px` }}
      >
        <EntityLink entity={row.entity} />
        <span className="text-xs whitespace-nowrap text-tertiary">{row.kind}</span>
        {row.elsewhere && <Badge>Serves several</Badge>}
      </span>
    ),
  },
  { id: 'unit', header: 'Unit', width: '12rem', cell: (row) => row.entity.ownerUnit?.title ?? '–' },
  {
    id: 'progress',
    header: 'Progress',
    align: 'end',
    width: '6rem',
    cell: (row) => ('progress' in row.entity ? percent(row.entity.progress) : ''),
  },
  {
    id: 'confidence',
    header: 'Confidence',
    width: '9rem',
    cell: (row) => (row.kind === 'key result' ? <KeyResultConfidence of={row.entity} /> : ''),
  },
  { id: 'state', header: 'State', width: '16rem', cell: (row) => <RowState row={row} /> },
];

function RowState({ row }: { readonly row: TreeRow }) {
  switch (row.kind) {
    case 'key result':
      return <KeyResultStatus of={row.entity} />;
    case 'initiative':
      return (
        <span className="flex gap-4">
          <EntityStatus state={row.entity.stage} plain />
          <Health of={row.entity} plain />
        </span>
      );
    case 'priority':
    case 'objective':
      return <EntityStatus state={row.entity.state} plain />;
  }
}

/** The strategy of a fiscal year: priorities, and below each what serves it. */
export function StrategyPage() {
  const [search, change] = useSearchState();
  const thisYear = yearIn(useTimeZone());
  const plans = useList('strategy.listPlans', { query: { limit: 200 } });
  const adopted = plans.items.find(({ state }) => state === 'adopted') ?? plans.items[0];
  const year = Number(search['year']) || adopted?.fiscalYear || thisYear;
  const down = levels.find((level) => level === search['down']) ?? 'initiative';
  const tree = useRead(
    'strategy.getStrategyTree',
    { query: { fiscalYear: year } },
    { enabled: !plans.isLoading },
  );
  const [open, setOpen] = useState<'objective' | 'initiative' | null>(null);
  const years = [...new Set([...plans.items.map(({ fiscalYear }) => fiscalYear), year])].toSorted(
    (one, other) => one - other,
  );
  const problem = tree.error ?? plans.problem;
  return (
    <>
      <PageHeader
        title="Strategy"
        description="Priorities of the year, the objectives that serve them, and what we do about each."
        actions={
          <>
            <Button icon="plus" onClick={() => setOpen('initiative')}>
              Initiative
            </Button>
            <Button icon="plus" onClick={() => setOpen('objective')}>
              Objective
            </Button>
          </>
        }
      />
      <FilterBar
        filters={[
          {
            id: 'year',
            label: 'Fiscal year',
            value: String(year),
            options: years.map((one) => ({ value: String(one), label: `FY${one}` })),
          },
          { id: 'down', label: 'Down to', value: down, options: levelOptions },
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
      />
      {problem && (
        <ErrorState problem={shownProblem(problem)} onRetry={() => void tree.refetch()} />
      )}
      {tree.data?.truncated && (
        <p className="text-secondary">More than 5,000 of a kind: the newest of them are shown.</p>
      )}
      <Table
        label={`Strategy of FY${year}`}
        columns={columns}
        rows={tree.data ? treeRows(tree.data, down) : []}
        rowKey={(row) => row.key}
        rowName={(row) => row.entity.title}
        loading={tree.isPending}
        empty={
          <EmptyState
            sentence={`Nothing is planned for FY${year} yet: a plan holds the priorities that objectives serve.`}
            action={<LinkButton href="/plans">Begin a plan</LinkButton>}
            example="The priority “Win the field”, served by the objective “Field crews work offline”."
          />
        }
      />
      {open === 'objective' && <ObjectiveDialog fiscalYear={year} onClose={() => setOpen(null)} />}
      {open === 'initiative' && <InitiativeDialog onClose={() => setOpen(null)} />}
    </>
  );
}
