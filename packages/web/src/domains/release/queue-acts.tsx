import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { toast } from '../../ui/toast.ts';

function Pause({ repository }: { readonly repository: string }) {
  const pause = useWrite('release.pauseQueue');
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <>
      <Button size="sm" icon="pause" onClick={() => setOpen(true)}>
        Stop the queue
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Stop the queue"
        description="Nothing is tried and nothing lands until somebody lets it go on. What is landing already lands."
        submit="Stop it"
        busy={pause.isPending}
        error={pause.error}
        onSubmit={async () => {
          await pause.mutateAsync({ params: { id: repository }, body: { reason } });
          setReason('');
        }}
      >
        <TextArea
          label="Reason"
          required
          hint="Whoever waits reads it."
          value={reason}
          onValueChange={setReason}
          error={faultOf(pause.error, 'reason')}
        />
      </FormDialog>
    </>
  );
}

/** Stops a queue, or lets it go on. */
export function QueueActs({
  repository,
  paused,
}: {
  readonly repository: string;
  readonly paused: boolean;
}) {
  const resume = useWrite('release.resumeQueue');
  if (!paused) return <Pause repository={repository} />;
  return (
    <Button
      size="sm"
      icon="play"
      busy={resume.isPending}
      onClick={() =>
        resume.mutate(
          { params: { id: repository } },
          { onError: (error) => toast({ ...shownProblem(error), tone: 'failed' }) },
        )
      }
    >
      Let it go on
    </Button>
  );
}
