import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { toast } from '../../ui/toast.ts';

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Puts a compiled year on the calendar, and brings reviews along whose rule has changed, if asked. */
export function CompileDialog({
  year,
  missing,
  misplaced,
  strays,
  onClose,
}: {
  readonly year: number;
  readonly missing: number;
  /** Reviews that their changed rule puts elsewhere, and those that it puts nowhere. */
  readonly misplaced: number;
  readonly strays: number;
  readonly onClose: () => void;
}) {
  const compile = useWrite('rhythm.compileYear');
  const [align, setAlign] = useState(missing === 0);
  const changed = [
    ...(misplaced > 0 ? [`moves ${counted(misplaced, 'review')}`] : []),
    ...(strays > 0 ? [`cancels ${counted(strays, 'review')}`] : []),
  ];
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={
        missing > 0 ? `Put FY${year} on the calendar?` : `Follow the changed rules in FY${year}?`
      }
      confirmLabel={missing > 0 ? `Put ${missing} on the calendar` : 'Follow the changed rules'}
      busy={compile.isPending}
      problem={compile.error ? shownProblem(compile.error) : undefined}
      onConfirm={() =>
        compile.mutate(
          { params: { year: `${year}` }, body: { align } },
          {
            onSuccess: ({ created, moved, cancelled, past }) => {
              onClose();
              const rest = [
                ...(moved > 0 ? [`${counted(moved, 'review')} moved.`] : []),
                ...(cancelled > 0 ? [`${counted(cancelled, 'review')} cancelled.`] : []),
                ...(past > 0 ? [`${counted(past, 'date')} over, left out.`] : []),
              ];
              toast({
                title: `${counted(created, 'review')} put on the calendar`,
                ...(rest.length > 0 ? { detail: rest.join(' ') } : {}),
              });
            },
          },
        )
      }
    >
      <p>
        Reviews that are there already stay as they are, moved or cancelled ones too. Subscribed
        calendars show the new ones when they look again.
      </p>
      {changed.length > 0 && (
        <Checkbox
          label="Follow rules that have changed"
          hint={`That ${changed.join(' and ')}. What somebody moved, and what is frozen, stays.`}
          checked={align}
          onCheckedChange={setAlign}
        />
      )}
    </ConfirmDialog>
  );
}
