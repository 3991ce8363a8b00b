import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import type { Initiative } from './roadmap-types.ts';
import { spanWords, type Move, type WindowConflict } from './use-roadmap.ts';

/** Sets an initiative's window by its days. */
export function DatesDialog({
  initiative,
  move,
  onClose,
}: {
  readonly initiative: Initiative;
  readonly move: Move;
  readonly onClose: () => void;
}) {
  const [from, setFrom] = useState(initiative.from ?? '');
  const [to, setTo] = useState(initiative.to ?? '');
  const wrong = from !== '' && to !== '' && to < from;
  const set = () => {
    if (wrong) return;
    move(initiative.ref, { from: from || null, to: to || null });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={`Dates of ${initiative.title}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" onClick={set}>
            Set dates
          </Button>
        </>
      }
    >
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <DateField label="From" value={from} onValueChange={setFrom} />
        <DateField
          label="To"
          value={to}
          onValueChange={setTo}
          error={wrong ? 'It ends before it begins.' : undefined}
        />
      </div>
    </Dialog>
  );
}

/** Somebody changed the initiative before us: both versions, and whose holds. */
export function ConflictDialog({
  conflict,
  onSettle,
}: {
  readonly conflict: WindowConflict;
  readonly onSettle: (mine: boolean) => void;
}) {
  const { theirs, mine } = conflict;
  return (
    <Dialog
      open
      onOpenChange={() => onSettle(false)}
      size="sm"
      title={`Somebody changed ${theirs.title} before you`}
      description="Your dates are not saved yet. Which of the two shall hold?"
      footer={
        <>
          <Button onClick={() => onSettle(false)}>Keep theirs</Button>
          <Button tone="primary" onClick={() => onSettle(true)}>
            Use mine
          </Button>
        </>
      }
    >
      <DescriptionList
        entries={[
          { term: 'Theirs', value: spanWords(theirs) },
          { term: 'Yours', value: spanWords(mine) },
        ]}
      />
    </Dialog>
  );
}
