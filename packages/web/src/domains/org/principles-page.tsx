import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useList, useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table } from '../../ui/table.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Period } from './period.tsx';

function StatePrinciple() {
  const create = useWrite('org.createPrinciple');
  const [open, setOpen] = useState(false);
  const [statement, setStatement] = useState('');
  const [owner, setOwner] = useState<ComboboxOption | null>(null);
  const [since, setSince] = useState('');
  return (
    <>
      <Button tone="primary" icon="plus" onClick={() => setOpen(true)}>
        State a principle
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="State a principle"
        submit="State it"
        busy={create.isPending}
        error={create.error}
        onSubmit={async () => {
          await create.mutateAsync({
            body: { statement, owner: owner?.id ?? '', ...(since ? { since } : {}) },
          });
          setStatement('');
        }}
      >
        <TextArea
          label="Statement"
          required
          value={statement}
          onValueChange={setStatement}
          error={faultOf(create.error, 'statement')}
        />
        <EntityPicker
          label="Owner"
          kind="unit"
          required
          value={owner}
          onValueChange={setOwner}
          error={faultOf(create.error, 'owner')}
        />
        <DateField label="Since" value={since} onValueChange={setSince} />
      </FormDialog>
    </>
  );
}

/** The guiding principles that hold today; decisions cite them. */
export function PrinciplesPage() {
  const list = useList('org.listPrinciples', { query: {} });
  return (
    <>
      <PageHeader
        title="Principles"
        description="The guiding principles of the operating rhythm, which decisions cite."
        actions={<StatePrinciple />}
      />
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Principles"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.statement}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="This organisation states no guiding principle. State the first one, with the unit that answers for it."
            example="“A decision names one decider”, owned by the unit that runs the rhythm."
          />
        }
        columns={[
          {
            id: 'statement',
            header: 'Statement',
            cell: (row) => (
              <TextLink quiet className="font-medium" href={entityAddress(row.ref)}>
                {row.statement}
              </TextLink>
            ),
          },
          { id: 'owner', header: 'Owner', cell: (row) => row.owner?.name ?? '–' },
          { id: 'period', header: 'Holds', cell: (row) => <Period {...row} /> },
        ]}
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
    </>
  );
}
