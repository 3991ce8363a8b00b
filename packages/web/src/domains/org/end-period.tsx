import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';

/** Ends a membership, or does away with a post, on a day. */
export function EndPeriod({
  operation,
  id,
  what,
}: {
  readonly operation: 'org.endMembership' | 'org.endLeadership';
  readonly id: string;
  /** What ends, in words. */
  readonly what: string;
}) {
  const end = useWrite(operation);
  const [open, setOpen] = useState(false);
  const [on, setOn] = useState('');
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)} aria-label={`End ${what}`}>
        End
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={`End ${what}`}
        submit="End"
        busy={end.isPending}
        error={end.error}
        onSubmit={() => end.mutateAsync({ params: { id }, body: { on } })}
      >
        <DateField
          label="On"
          required
          value={on}
          onValueChange={setOn}
          error={faultOf(end.error, 'on')}
          hint="The first day on which it no longer holds. Views of earlier days keep it."
        />
      </FormDialog>
    </>
  );
}
