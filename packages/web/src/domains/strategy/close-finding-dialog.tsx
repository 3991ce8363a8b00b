import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { TextArea } from '../../ui/text-area.tsx';

/** Closes a finding with what came of it. */
export function CloseFindingDialog({
  finding,
  onClose,
}: {
  readonly finding: { readonly ref: string; readonly revision: number };
  readonly onClose: () => void;
}) {
  const write = useWrite('strategy.closeFinding');
  const [outcome, setOutcome] = useState('');
  const [revision] = useState(finding.revision);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Close the finding"
      submit="Close it"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutateAsync({ params: { id: finding.ref }, body: { outcome }, ifMatch: revision })
      }
    >
      <TextArea
        label="What came of it"
        required
        value={outcome}
        onValueChange={setOutcome}
        error={faultOf(write.error, 'outcome')}
      />
    </FormDialog>
  );
}
