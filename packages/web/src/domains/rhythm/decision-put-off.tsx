import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import type { Review } from './rhythm-types.ts';

/** Leaves a decision for the next review or a day, or takes it back; says why. */
export function DecisionPutOff({
  decision,
  review,
  onClose,
}: {
  readonly decision: { readonly ref: string; readonly question: string; readonly revision: number };
  readonly review: Review;
  readonly onClose: () => void;
}) {
  const postpone = useWrite('decisions.postponeDecision');
  const withdraw = useWrite('decisions.withdrawDecision');
  const next = review.following;
  const [way, setWay] = useState<'next' | 'until' | 'withdraw'>(next ? 'next' : 'until');
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const own = { params: { id: decision.ref }, ifMatch: decision.revision };
  const error = way === 'withdraw' ? withdraw.error : postpone.error;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={decision.question}
      submit={way === 'withdraw' ? 'Withdraw it' : 'Postpone it'}
      busy={postpone.isPending || withdraw.isPending}
      error={error}
      onSubmit={() =>
        way === 'withdraw'
          ? withdraw.mutateAsync({ ...own, body: { reason } })
          : postpone.mutateAsync({
              ...own,
              body: {
                reason,
                ...(way === 'next' && next ? { takenUpIn: next.ref } : {}),
                ...(way === 'until' && until !== '' ? { until } : {}),
              },
            })
      }
    >
      <RadioGroup
        label="What becomes of it"
        options={[
          ...(next ? [{ value: 'next' as const, label: `Taken up in ${next.title}` }] : []),
          { value: 'until' as const, label: 'Postponed until a day' },
          { value: 'withdraw' as const, label: 'Withdrawn: nothing is to be decided' },
        ]}
        value={way}
        onValueChange={setWay}
      />
      {way === 'until' && (
        <DateField label="Until" required value={until} onValueChange={setUntil} />
      )}
      <TextArea
        label="Reason"
        required
        value={reason}
        onValueChange={setReason}
        error={faultOf(error, 'reason')}
      />
    </FormDialog>
  );
}
