import { useId, type SubmitEvent, type ReactNode } from 'react';
import { shownProblem } from '../api/problem.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';

export interface FormDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  /** The confirming button's word: what will happen. */
  readonly submit: string;
  readonly busy: boolean;
  readonly error: Error | null;
  /** Resolves when done: the dialog closes. Rejects: it stays, and `error` says why. */
  readonly onSubmit: () => Promise<unknown>;
  readonly size?: 'sm' | 'md' | 'lg';
  readonly children: ReactNode;
}

/** A form in a dialog: Enter sends it, a problem stays above its buttons with what to do. */
export function FormDialog({
  open,
  onOpenChange,
  title,
  description,
  submit,
  busy,
  error,
  onSubmit,
  size = 'md',
  children,
}: FormDialogProps) {
  const form = useId();
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy) return;
    try {
      await onSubmit();
      onOpenChange(false);
    } catch {
      // The problem is shown below; the words stay in the fields.
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      size={size}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button tone="primary" type="submit" form={form} busy={busy}>
            {submit}
          </Button>
        </>
      }
    >
      <form id={form} className="flex flex-col gap-4" onSubmit={(event) => void send(event)}>
        {children}
        {error && <ErrorState problem={shownProblem(error)} compact />}
      </form>
    </Dialog>
  );
}
