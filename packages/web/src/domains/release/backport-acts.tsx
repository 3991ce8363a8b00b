import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { toast } from '../../ui/toast.ts';
import type { BackportView } from './release-types.ts';

const mayRetry: ReadonlySet<string> = new Set([
  'conflict',
  'ready',
  'empty',
  'failed',
  'withdrawn',
]);
const mayWithdraw: ReadonlySet<string> = new Set(['waiting', 'making', 'conflict', 'ready']);

/** What can be done with a backport: land it, make it anew, give it up. */
export function BackportActs({ backport }: { readonly backport: BackportView }) {
  const landing = useWrite('release.landBackport');
  const retry = useWrite('release.retryBackport');
  const withdraw = useWrite('release.withdrawBackport');
  const [open, setOpen] = useState<'land' | 'withdraw'>();
  const params = { id: backport.ref };
  const close = { onSuccess: () => setOpen(undefined) };
  return (
    <>
      {mayWithdraw.has(backport.state) && (
        <Button onClick={() => setOpen('withdraw')}>Give it up</Button>
      )}
      {mayRetry.has(backport.state) && (
        <Button
          icon="retry"
          busy={retry.isPending}
          onClick={() =>
            retry.mutate(
              { params, body: {} },
              { onError: (error) => toast({ ...shownProblem(error), tone: 'failed' }) },
            )
          }
        >
          Make it anew
        </Button>
      )}
      {backport.state === 'ready' && backport.direction === 'back' && (
        <Button tone="primary" onClick={() => setOpen('land')}>
          Land it
        </Button>
      )}
      <ConfirmDialog
        open={open === 'land'}
        onOpenChange={() => setOpen(undefined)}
        title={`Land it on ${backport.target}?`}
        confirmLabel="Land it"
        busy={landing.isPending}
        problem={landing.error ? shownProblem(landing.error) : undefined}
        onConfirm={() => landing.mutate({ params, body: {}, ifMatch: backport.revision }, close)}
      >
        {backport.branch} is pushed to {backport.target}, and then taken away. Where the line has
        moved since, it is picked onto what it is now, and lands only if that is clean.
      </ConfirmDialog>
      <ConfirmDialog
        open={open === 'withdraw'}
        onOpenChange={() => setOpen(undefined)}
        title="Give this backport up?"
        confirmLabel="Give it up"
        busy={withdraw.isPending}
        problem={withdraw.error ? shownProblem(withdraw.error) : undefined}
        onConfirm={() => withdraw.mutate({ params, body: {} }, close)}
      >
        Its branch is taken away. It can be made anew later.
      </ConfirmDialog>
    </>
  );
}
