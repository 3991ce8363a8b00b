import { useState } from 'react';
import { shownProblem } from '../api/problem.ts';
import { useReference } from '../api/search-params.ts';
import { useRead, useWrite } from '../api/use-operation.ts';
import { FailedPage } from '../entity/failed-page.tsx';
import { EntityLink } from '../entity/entity-link.tsx';
import { EntityPage } from '../entity/entity-page.tsx';
import { EntityPicker } from '../entity/entity-picker.tsx';
import { FormDialog } from '../entity/form-dialog.tsx';
import { Button } from '../ui/button.tsx';
import type { ComboboxOption } from '../ui/combobox.tsx';
import { DateField } from '../ui/date-field.tsx';
import { DescriptionList } from '../ui/description-list.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { PlainDate } from '../ui/time.tsx';

function ChangeAction({
  id,
  revision,
  owner,
  dueOn,
}: {
  readonly id: string;
  readonly revision: number;
  readonly owner: ComboboxOption | null;
  readonly dueOn: string | null;
}) {
  const change = useWrite('decisions.changeAction');
  const [open, setOpen] = useState(false);
  const [newOwner, setOwner] = useState(owner);
  const [due, setDue] = useState(dueOn ?? '');
  return (
    <>
      <Button onClick={() => setOpen(true)}>Reassign or move</Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Reassign or move"
        submit="Change"
        busy={change.isPending}
        error={change.error}
        onSubmit={() =>
          change.mutateAsync({
            params: { id },
            body: { owner: newOwner?.id ?? null, dueOn: due === '' ? null : due },
            ifMatch: revision,
          })
        }
      >
        <EntityPicker label="Owner" kind="person" value={newOwner} onValueChange={setOwner} />
        <DateField label="Due" value={due} onValueChange={setDue} />
      </FormDialog>
    </>
  );
}

/** An action: who, until when, from where. */
export function ActionPage() {
  const ref = useReference();
  const entity = useRead('entities.getEntity', { params: { ref } });
  const action = useRead('decisions.getAction', { params: { id: ref } });
  const change = useWrite('decisions.changeAction');
  const error = entity.error ?? action.error;
  if (error) return <FailedPage error={error} />;
  if (!entity.data || !action.data) return <Skeleton lines={8} />;
  const { owner, dueOn, source, carriedOver, revision, state } = action.data;
  const set = (to: 'open' | 'done' | 'dropped') =>
    change.mutate({ params: { id: ref }, body: { state: to }, ifMatch: revision });
  return (
    <EntityPage
      entity={entity.data}
      withoutRibbon
      actions={
        <>
          <ChangeAction
            key={revision}
            id={ref}
            revision={revision}
            owner={owner ? { id: owner.ref, label: owner.name } : null}
            dueOn={dueOn}
          />
          {state === 'open' ? (
            <>
              <Button onClick={() => set('dropped')}>Drop</Button>
              <Button tone="primary" busy={change.isPending} onClick={() => set('done')}>
                Done
              </Button>
            </>
          ) : (
            <Button onClick={() => set('open')}>Reopen</Button>
          )}
        </>
      }
    >
      {change.error && <ErrorState problem={shownProblem(change.error)} compact />}
      <DescriptionList
        entries={[
          {
            term: 'Owner',
            value: owner ? (
              <EntityLink entity={{ ref: owner.ref, title: owner.name }} />
            ) : undefined,
          },
          { term: 'Due', value: dueOn === null ? undefined : <PlainDate date={dueOn} weekday /> },
          { term: 'From', value: source ? <EntityLink entity={source} /> : undefined },
          { term: 'Moved', value: carriedOver === 1 ? 'Once' : `${carriedOver} times` },
        ]}
      />
    </EntityPage>
  );
}
