import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorState, type Problem } from './error-state.tsx';
import { TextField } from './text-field.tsx';

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** What will happen, to what and to whom. */
  readonly children: ReactNode;
  /** The act in words: "Deploy to production", never "OK". */
  readonly confirmLabel: string;
  /** Where given, it must be typed exactly: for what touches production. */
  readonly phrase?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly busy?: boolean | undefined;
  /** Why the last try failed; the dialog stays open with it. */
  readonly problem?: Problem | undefined;
  readonly onConfirm: () => void;
}

function ConfirmForm({
  onOpenChange,
  title,
  children,
  confirmLabel,
  phrase,
  danger = false,
  busy = false,
  problem,
  onConfirm,
}: Omit<ConfirmDialogProps, 'open'>) {
  const [typed, setTyped] = useState('');
  const settled = phrase === undefined || typed.trim() === phrase;
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={title}
      size="sm"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            tone={danger ? 'danger' : 'primary'}
            busy={busy}
            disabled={!settled}
            onClick={onConfirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (settled && !busy) onConfirm();
        }}
      >
        <div className="text-secondary">{children}</div>
        {phrase !== undefined && (
          <TextField
            label={`Type ${phrase} to confirm`}
            mono
            value={typed}
            onValueChange={setTyped}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {problem !== undefined && <ErrorState problem={problem} compact />}
      </form>
    </Dialog>
  );
}

/** Asks before what can't be undone. Each opening starts with an empty phrase. */
export function ConfirmDialog({ open, ...rest }: ConfirmDialogProps) {
  return open ? <ConfirmForm {...rest} /> : null;
}
