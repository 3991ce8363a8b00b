import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { causeOptions } from './words.ts';

type Cause = (typeof causeOptions)[number]['value'];

interface EndProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** Says that an incident is over, and what it came from. */
export function ResolveDialog({ id, cause, onClose }: EndProps & { readonly cause: Cause }) {
  const resolve = useWrite('operations.resolveIncident');
  const [text, setText] = useState('');
  const [causeKind, setCauseKind] = useState<Cause>(cause);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Resolve the incident"
      submit="Resolve"
      busy={resolve.isPending}
      error={resolve.error}
      onSubmit={() => resolve.mutateAsync({ params: { id }, body: { cause: text, causeKind } })}
    >
      <Select
        label="Kind of cause"
        options={causeOptions}
        value={causeKind}
        onValueChange={setCauseKind}
      />
      <TextArea
        label="What caused it"
        value={text}
        onValueChange={setText}
        error={faultOf(resolve.error, 'cause')}
      />
    </FormDialog>
  );
}

/** Says that an incident no longer hurts. */
export function MitigateDialog({ id, onClose }: EndProps) {
  const mitigate = useWrite('operations.mitigateIncident');
  const [how, setHow] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="It no longer hurts"
      description="Customers are fine again, though it is not settled: it stays unresolved."
      submit="Mitigated"
      busy={mitigate.isPending}
      error={mitigate.error}
      onSubmit={() => mitigate.mutateAsync({ params: { id }, body: { how } })}
    >
      <TextArea
        label="What helped"
        value={how}
        onValueChange={setHow}
        error={faultOf(mitigate.error, 'how')}
      />
    </FormDialog>
  );
}

/** Takes the end of an incident back. */
export function ReopenDialog({ id, onClose }: EndProps) {
  const reopen = useWrite('operations.reopenIncident');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Reopen the incident"
      submit="Reopen"
      busy={reopen.isPending}
      error={reopen.error}
      onSubmit={() => reopen.mutateAsync({ params: { id }, body: { reason } })}
    >
      <TextArea
        label="Why it is not over"
        required
        value={reason}
        onValueChange={setReason}
        error={faultOf(reopen.error, 'reason')}
      />
    </FormDialog>
  );
}
