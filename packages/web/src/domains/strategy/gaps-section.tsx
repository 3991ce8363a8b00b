import { useMemo, useState } from 'react';
import { kindOfReference, kindWords } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { ChangeInitiative, ChangeKeyResult, ChangeObjective } from './change-dialog.tsx';
import { gapKeys, gapWords, type Gap } from './gap-words.ts';
import { InitiativeDialog } from './initiative-dialog.tsx';
import { KeyResultDialog } from './key-result-dialog.tsx';
import { ObjectiveDialog } from './objective-dialog.tsx';
import { WeightsDialog } from './weights-dialog.tsx';

/** The act that mends a gap. */
function Mend({
  gap: { gap, entity },
  fiscalYear,
  onClose,
}: {
  readonly gap: Gap;
  readonly fiscalYear: number;
  readonly onClose: () => void;
}) {
  const { ref } = entity;
  switch (gap) {
    case 'priority-without-objective':
      return (
        <ObjectiveDialog serves={optionOf(entity)} fiscalYear={fiscalYear} onClose={onClose} />
      );
    case 'unit-without-objective':
      return (
        <ObjectiveDialog ownerUnit={optionOf(entity)} fiscalYear={fiscalYear} onClose={onClose} />
      );
    case 'objective-period-over':
      return <ChangeObjective of={ref} closing onClose={onClose} />;
    case 'objective-serves-nothing':
      return <ChangeObjective of={ref} onClose={onClose} />;
    case 'objective-without-key-result':
      return <KeyResultDialog objective={ref} onClose={onClose} />;
    case 'objective-without-initiative':
      return <InitiativeDialog serves={optionOf(entity)} onClose={onClose} />;
    case 'objective-weights':
      return <WeightsDialog objective={ref} onClose={onClose} />;
    case 'key-result-without-owner':
    case 'key-result-without-measure':
      return <ChangeKeyResult of={ref} onClose={onClose} />;
    case 'initiative-serves-nothing':
    case 'initiative-without-key-result':
      return <ChangeInitiative of={ref} onClose={onClose} />;
  }
}

/** Where alignment breaks off, each gap with the act that mends it. */
export function GapsSection({
  fiscalYear,
  unit,
  gap,
  units,
  onChange,
}: {
  readonly fiscalYear: number;
  readonly unit: string | undefined;
  readonly gap: string | undefined;
  readonly units: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (changes: Record<string, string | undefined>) => void;
}) {
  const wanted = gapKeys.find((key) => key === gap);
  const list = useRead('strategy.listAlignmentGaps', {
    query: { ...(unit ? { unit } : {}), ...(wanted ? { gap: wanted } : {}) },
  });
  const [mending, setMending] = useState<Gap>();
  const columns = useMemo<readonly TableColumn<Gap>[]>(
    () => [
      {
        id: 'title',
        header: 'What',
        cell: ({ entity }) => (
          <span className="flex min-w-0 items-baseline gap-2">
            <EntityLink entity={entity} />
            <span className="text-xs whitespace-nowrap text-tertiary">
              {kindWords(kindOfReference(entity.ref) ?? '')}
            </span>
          </span>
        ),
      },
      {
        id: 'unit',
        header: 'Unit',
        width: '14rem',
        cell: ({ ownerUnit }) => ownerUnit?.title ?? '–',
      },
      {
        id: 'gap',
        header: 'What is missing',
        width: '22rem',
        cell: (row) => row.says || gapWords[row.gap].says,
      },
      {
        id: 'act',
        header: 'What mends it',
        width: '12rem',
        cell: (row) => (
          <Button
            size="sm"
            aria-label={`${gapWords[row.gap].act}: ${row.entity.title}`}
            onClick={() => setMending(row)}
          >
            {gapWords[row.gap].act}
          </Button>
        ),
      },
    ],
    [],
  );
  const counts = list.data?.counts;
  return (
    <div className="flex flex-col gap-4">
      <FilterBar
        filters={[
          { id: 'unit', label: 'Unit', value: unit, options: units },
          {
            id: 'gap',
            label: 'Gap',
            value: wanted,
            options: gapKeys.map((key) => ({
              value: key,
              label: `${kindWords(key.slice(0, key.indexOf('-')).replace('key', 'key_result'))}: ${gapWords[key].says.toLowerCase()} (${counts?.[key] ?? 0})`,
            })),
          },
        ]}
        onFilterChange={(id, value) => onChange({ [id]: value })}
      />
      {list.error && (
        <ErrorState problem={shownProblem(list.error)} onRetry={() => void list.refetch()} />
      )}
      {list.data?.truncated && (
        <p className="text-secondary">There are more than 1,000: the first of them are shown.</p>
      )}
      <Table
        label="Alignment gaps"
        columns={columns}
        rows={list.data?.items ?? []}
        rowKey={(row) => `${row.gap} ${row.entity.ref}`}
        rowName={(row) => row.entity.title}
        loading={list.isPending}
        empty={
          <EmptyState
            sentence={
              unit || wanted
                ? 'No gap of this kind: what is worked on here is aligned.'
                : 'No gaps: everything that is worked on serves something, and is measured.'
            }
            action={
              (unit ?? wanted) && (
                <Button onClick={() => onChange({ unit: undefined, gap: undefined })}>
                  Clear the filters
                </Button>
              )
            }
            example="An initiative that serves nothing, an objective without a key result."
          />
        }
      />
      {mending && (
        <Mend gap={mending} fiscalYear={fiscalYear} onClose={() => setMending(undefined)} />
      )}
    </div>
  );
}
