import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useReference } from '../../api/search-params.ts';
import { faultOf } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityPage } from '../../entity/entity-page.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { Period } from './period.tsx';

function ChangePrinciple({
  id,
  revision,
  ...before
}: {
  readonly id: string;
  readonly revision: number;
  readonly statement: string;
  readonly until: string | null;
}) {
  const change = useWrite('org.changePrinciple');
  const [open, setOpen] = useState(false);
  const [statement, setStatement] = useState(before.statement);
  const [until, setUntil] = useState(before.until ?? '');
  return (
    <>
      <Button onClick={() => setOpen(true)}>Change</Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Change the principle"
        submit="Change"
        busy={change.isPending}
        error={change.error}
        onSubmit={() =>
          change.mutateAsync({
            params: { id },
            body: { statement, until: until === '' ? null : until },
            ifMatch: revision,
          })
        }
      >
        <TextArea
          label="Statement"
          required
          value={statement}
          onValueChange={setStatement}
          error={faultOf(change.error, 'statement')}
        />
        <DateField
          label="Until"
          value={until}
          onValueChange={setUntil}
          hint="Left empty, it holds on."
        />
      </FormDialog>
    </>
  );
}

/** A guiding principle, and the decisions that cite it. */
export function PrinciplePage() {
  const ref = useReference();
  const principle = useRead('org.getPrinciple', { params: { id: ref } });
  if (principle.error) return <FailedPage error={principle.error} />;
  if (!principle.data) return <Skeleton lines={6} />;
  const { data } = principle;
  return (
    <EntityPage
      entity={data}
      withoutRibbon
      actions={
        <ChangePrinciple
          key={data.revision}
          id={ref}
          revision={data.revision}
          statement={data.statement}
          until={data.until}
        />
      }
    >
      <DescriptionList entries={[{ term: 'Holds', value: <Period {...data} /> }]} />
    </EntityPage>
  );
}
