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
import { Section } from '../../ui/section.tsx';
import { Table } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { EndPeriod } from './end-period.tsx';
import { Period } from './period.tsx';
import type { UnitView } from './unit-acts.tsx';

function AddMember({ unit }: { readonly unit: UnitView }) {
  const create = useWrite('org.createMembership');
  const [open, setOpen] = useState(false);
  const [person, setPerson] = useState<ComboboxOption | null>(null);
  const [title, setTitle] = useState('');
  const [since, setSince] = useState('');
  return (
    <>
      <Button size="sm" icon="plus" onClick={() => setOpen(true)}>
        Add member
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={`Add a member of ${unit.title}`}
        submit="Add member"
        busy={create.isPending}
        error={create.error}
        onSubmit={async () => {
          await create.mutateAsync({
            body: { unit: unit.ref, person: person?.id ?? '', title, ...(since ? { since } : {}) },
          });
          setPerson(null);
        }}
      >
        <EntityPicker
          label="Person"
          kind="person"
          required
          value={person}
          onValueChange={setPerson}
          error={faultOf(create.error, 'person')}
        />
        <TextField label="Title" value={title} onValueChange={setTitle} />
        <DateField
          label="Since"
          value={since}
          onValueChange={setSince}
          hint="Left empty, they have always been in it."
        />
      </FormDialog>
    </>
  );
}

/** Who belongs to a unit itself; the directory shows those of the units below it too. */
export function UnitMembers({ unit }: { readonly unit: UnitView }) {
  const list = useList('org.listMemberships', { query: { unit: unit.ref, asOf: unit.asOf } });
  return (
    <Section
      title="People"
      note={
        <TextLink href={`/people?unit=${unit.ref}`}>
          {unit.peopleBelow} with the units below it
        </TextLink>
      }
      actions={<AddMember unit={unit} />}
    >
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="People"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.person.name}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="Nobody belongs to the unit itself. Add a member."
            example="Its head, who belongs to the unit that they lead."
          />
        }
        columns={[
          {
            id: 'person',
            header: 'Name',
            cell: (row) => (
              <TextLink quiet className="font-medium" href={entityAddress(row.person.ref)}>
                {row.person.name}
              </TextLink>
            ),
          },
          { id: 'title', header: 'Title', cell: (row) => row.title || '–' },
          { id: 'period', header: 'When', cell: (row) => <Period {...row} /> },
          {
            id: 'act',
            header: 'Act',
            headerHidden: true,
            align: 'end',
            width: '7rem',
            cell: (row) =>
              row.until === null ? (
                <EndPeriod
                  operation="org.endMembership"
                  id={row.ref}
                  what={`${row.person.name} in ${unit.title}`}
                />
              ) : null,
          },
        ]}
      />
      {list.items.length > 0 && (
        <LoadMore
          shown={list.items.length}
          total={unit.people}
          hasMore={list.hasMore}
          loading={list.isLoadingMore}
          onMore={list.loadMore}
        />
      )}
    </Section>
  );
}
