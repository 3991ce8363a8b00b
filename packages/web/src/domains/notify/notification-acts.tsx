import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { toast } from '../../ui/toast.ts';
import type { NotificationDetail } from './words.ts';

type Asked = 'approve' | 'return' | 'withdraw';

const questions: Record<Asked, { title: string; label: string; submit: string }> = {
  approve: {
    title: 'Approve exactly this',
    label: 'Reason, where you approve your own work',
    submit: 'Approve',
  },
  return: { title: 'Send it back', label: 'What is to change', submit: 'Send back' },
  withdraw: { title: 'Take it off every screen', label: 'Why', submit: 'Withdraw' },
};

/** What can be done with a notification in its present state. */
export function NotificationActs({
  notification,
  onChange,
}: {
  readonly notification: NotificationDetail;
  readonly onChange: () => void;
}) {
  const submit = useWrite('notify.submitNotification');
  const publish = useWrite('notify.publishNotification');
  const approve = useWrite('notify.approveNotification');
  const sendBack = useWrite('notify.returnNotification');
  const withdraw = useWrite('notify.withdrawNotification');
  const [asked, setAsked] = useState<Asked>();
  const [reason, setReason] = useState('');
  const { state, revision } = notification;
  const params = { id: notification.ref };
  const failed = (error: Error) => {
    const { title, detail } = shownProblem(error);
    toast({ title, detail, tone: 'failed' });
  };
  const told = state === 'live' || state === 'held' || state === 'scheduled';
  const writes = { approve, return: sendBack, withdraw } as const;
  const answer = async () => {
    if (asked === 'approve') {
      await approve.mutateAsync({ params, body: { reason }, ifMatch: revision });
    } else if (asked === 'return') {
      await sendBack.mutateAsync({ params, body: { reason } });
    } else {
      await withdraw.mutateAsync({ params, body: { reason } });
    }
    setReason('');
  };
  return (
    <>
      {!told && <Button onClick={onChange}>Change</Button>}
      {state === 'draft' && (
        <Button
          tone="primary"
          busy={submit.isPending}
          onClick={() => submit.mutate({ params }, { onError: failed })}
        >
          Ask for approval
        </Button>
      )}
      {state === 'review' && (
        <>
          <Button onClick={() => setAsked('return')}>Send back</Button>
          <Button tone="primary" onClick={() => setAsked('approve')}>
            Approve
          </Button>
        </>
      )}
      {state === 'approved' && (
        <Button
          tone="primary"
          busy={publish.isPending}
          onClick={() => publish.mutate({ params }, { onError: failed })}
        >
          Publish
        </Button>
      )}
      {told && (
        <Button tone="danger" onClick={() => setAsked('withdraw')}>
          Withdraw
        </Button>
      )}
      {asked && (
        <FormDialog
          open
          onOpenChange={() => setAsked(undefined)}
          title={questions[asked].title}
          submit={questions[asked].submit}
          busy={writes[asked].isPending}
          error={writes[asked].error}
          onSubmit={answer}
        >
          <TextArea label={questions[asked].label} value={reason} onValueChange={setReason} />
        </FormDialog>
      )}
    </>
  );
}
