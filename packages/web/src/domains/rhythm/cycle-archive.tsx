import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { toast } from '../../ui/toast.ts';
import type { Cycle } from './rhythm-types.ts';

/** Puts a copied cycle away, or brings it back. */
export function CycleArchive({ cycle }: { readonly cycle: Cycle }) {
  const archive = useWrite('rhythm.archiveCycle');
  const restore = useWrite('rhythm.restoreCycle');
  const [open, setOpen] = useState(false);
  const input = { params: { id: cycle.ref }, ifMatch: cycle.revision };
  if (cycle.state === 'archived') {
    return (
      <Button
        busy={restore.isPending}
        onClick={() =>
          restore.mutate(input, {
            onError: (error) => {
              const { title, detail } = shownProblem(error);
              toast({ title, detail, tone: 'failed' });
            },
          })
        }
      >
        Restore
      </Button>
    );
  }
  return (
    <>
      <Button icon="trash" onClick={() => setOpen(true)}>
        Archive
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Archive ${cycle.title}?`}
        confirmLabel="Archive"
        danger
        busy={archive.isPending}
        problem={archive.error ? shownProblem(archive.error) : undefined}
        onConfirm={() => archive.mutate(input, { onSuccess: () => setOpen(false) })}
      >
        No unit can take it up any more. Reviews that were frozen with it keep it, and it can be
        restored as it was.
      </ConfirmDialog>
    </>
  );
}
