import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { TextArea } from '../../ui/text-area.tsx';

/** Resolves an incident with its cause, or reopens it with the reason. */
export function EndDialog({
  id,
  end,
  onClose,
}: {
  readonly id: string;
  readonly end: 'resolve' | 'reopen';
  readonly onClose: () => void;
}) {
  const resolve = useWrite('operations.resolveIncident');
  const reopen = useWrite('operations.reopenIncident');
  const [text, setText] = useState('');
  const resolving = end === 'resolve';
  const error = resolving ? resolve.error : reopen.error;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={resolving ? 'Resolve the incident' : 'Reopen the incident'}
      submit={resolving ? 'Resolve' : 'Reopen'}
      busy={resolve.isPending || reopen.isPending}
      error={error}
      onSubmit={() =>
        resolving
          ? resolve.mutateAsync({ params: { id }, body: { cause: text } })
          : reopen.mutateAsync({ params: { id }, body: { reason: text } })
      }
    >
      <TextArea
        label={resolving ? 'What caused it' : 'Why it is not over'}
        required={!resolving}
        value={text}
        onValueChange={setText}
        error={faultOf(error, resolving ? 'cause' : 'reason')}
      />
    </FormDialog>
  );
}
