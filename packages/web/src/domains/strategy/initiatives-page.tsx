import { useSearchState } from '../../api/use-search-state.ts';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { optionOf } from '../../entity/option-of.ts';
import { Button } from '../../ui/button.tsx';
import { Combobox, type ComboboxSearch } from '../../ui/combobox.tsx';
import { ListTools } from '../../entity/list-tools.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table } from '../../ui/table.tsx';
import { initiativeColumns } from './columns.tsx';
import { InitiativeDialog } from './initiative-dialog.tsx';
import { healthOptions, stageOptions } from './words.ts';

const units: ComboboxSearch = async (query, signal) => {
  const input = { query: { q: query, limit: 20, kind: 'unit' as const } };
  const { items } = await call('entities.listEntities', input, signal);
  return items.map(({ ref, title }) => ({ id: ref, label: title }));
};

function UnitFilter({
  unit,
  onChange,
}: {
  readonly unit: string | undefined;
  readonly onChange: (unit: string | undefined) => void;
}) {
  const { data } = useRead(
    'entities.getEntity',
    { params: { ref: unit ?? '' } },
    { enabled: unit !== undefined },
  );
  const chosen = unit === undefined ? null : { id: unit, label: data?.title ?? unit };
  return (
    <Combobox
      label="Unit"
      labelHidden
      placeholder="Any unit"
      search={units}
      value={chosen}
      onValueChange={(option) => onChange(option?.id)}
    />
  );
}

/** Initiatives, newest first, by unit, stage, health and priority. */
export function InitiativesPage() {
  const [search, change] = useSearchState();
  const priorities = useList('strategy.listPriorities', { query: { limit: 200, state: 'active' } });
  const stage = stageOptions.find(({ value }) => value === search['stage'])?.value;
  const health = healthOptions.find(({ value }) => value === search['health'])?.value;
  const { unit, priority } = search;
  const list = useList('strategy.listInitiatives', {
    query: {
      ...(stage ? { stage } : {}),
      ...(health ? { health } : {}),
      ...(unit ? { ownerUnit: unit } : {}),
      ...(priority ? { priority } : {}),
    },
  });
  const [adding, setAdding] = useState(false);
  const filtered = [stage, health, unit, priority].some((value) => value !== undefined);
  const chosen = priorities.items.find(({ ref }) => ref === priority);
  return (
    <>
      <PageHeader
        title="Initiatives"
        description="What we do about our objectives, who does it, and how it goes."
        actions={
          <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
            Begin an initiative
          </Button>
        }
      />
      <FilterBar
        filters={[
          { id: 'stage', label: 'Stage', value: stage, options: stageOptions },
          { id: 'health', label: 'Health', value: health, options: healthOptions },
          {
            id: 'priority',
            label: 'Priority',
            value: priority,
            options: priorities.items.map(({ ref, title }) => ({ value: ref, label: title })),
          },
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        <UnitFilter unit={unit} onChange={(value) => change({ unit: value })} />
        <ListTools list={list} />
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Initiatives"
        columns={initiativeColumns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence={
              filtered ? 'No initiative matches these filters.' : 'No initiative has begun yet.'
            }
            action={<Button onClick={() => setAdding(true)}>Begin an initiative</Button>}
            example="“Faster drawings”, owned by Project Tools, serving the objective “Field crews work offline”."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      {adding && (
        <InitiativeDialog
          onClose={() => setAdding(false)}
          {...(chosen ? { serves: optionOf(chosen) } : {})}
        />
      )}
    </>
  );
}
