import { useState } from 'react';
import { addressOf } from '../../api/call.ts';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.ts';
import { FollowingChoice } from './following-choice.tsx';
import { instantAt, timeIn } from './month-days.ts';
import { ReviewDetailsDialog } from './review-details-dialog.tsx';
import type { Review } from './rhythm-types.ts';

function Move({ review, onClose }: { readonly review: Review; readonly onClose: () => void }) {
  const move = useWrite('rhythm.moveReview');
  const [date, setDate] = useState(review.date);
  const [time, setTime] = useState(timeIn(review.startsAt, review.timeZone));
  const [following, setFollowing] = useState(false);
  const [revision] = useState(review.revision);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Move the review"
      description={`Its pre-read moves with it unless the pack is frozen. Times in ${review.timeZone}.`}
      submit="Move"
      busy={move.isPending}
      error={move.error}
      onSubmit={() =>
        move.mutateAsync({
          params: { id: review.ref },
          body: { startsAt: instantAt(date, time, review.timeZone), following },
          ifMatch: revision,
        })
      }
    >
      <DateField
        label="Date"
        required
        value={date}
        onValueChange={setDate}
        error={faultOf(move.error, 'startsAt')}
      />
      <TextField label="Time" type="time" required value={time} onValueChange={setTime} />
      <FollowingChoice
        hint="By as many days, to the same hour; frozen ones stay."
        value={following}
        onValueChange={setFollowing}
      />
    </FormDialog>
  );
}

function WithReason({
  title,
  description,
  submit,
  write,
  asksWhich = false,
  onClose,
}: {
  readonly title: string;
  readonly description: string;
  readonly submit: string;
  readonly write: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly send: (reason: string, following: boolean) => Promise<unknown>;
  };
  /** Whether it can be done to those that follow too. */
  readonly asksWhich?: boolean;
  readonly onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [following, setFollowing] = useState(false);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={title}
      description={description}
      submit={submit}
      busy={write.isPending}
      error={write.error}
      onSubmit={() => write.send(reason, following)}
    >
      <TextArea
        label="Reason"
        required
        value={reason}
        onValueChange={setReason}
        error={faultOf(write.error, 'reason')}
      />
      {asksWhich && (
        <FollowingChoice hint="Frozen ones stay." value={following} onValueChange={setFollowing} />
      )}
    </FormDialog>
  );
}

type Opened = 'details' | 'move' | 'cancel' | 'freeze' | 'revise';

/** The acts on a review that its state allows; the next one first. */
export function ReviewActs({ review }: { readonly review: Review }) {
  const [opened, setOpened] = useState<Opened>();
  const prepare = useWrite('rhythm.prepareReview');
  const freeze = useWrite('rhythm.freezeReview');
  const revise = useWrite('rhythm.revisePack');
  const cancel = useWrite('rhythm.cancelReview');
  const done = () => setOpened(undefined);
  const { state } = review;
  const own = { params: { id: review.ref }, ifMatch: review.revision };
  const failed = (error: Error) =>
    toast({
      tone: 'failed',
      title: shownProblem(error).title,
      detail: shownProblem(error).detail ?? '',
    });
  const before = state === 'scheduled' || state === 'preparing';
  const movable = before || state === 'frozen';
  const menu = [
    ...(movable
      ? [
          { label: 'Title and place …', onSelect: () => setOpened('details') },
          { label: 'Move …', onSelect: () => setOpened('move') },
          { label: 'Cancel it …', danger: true, onSelect: () => setOpened('cancel') },
        ]
      : []),
    ...(state === 'frozen'
      ? [{ label: 'Revise the pack …', onSelect: () => setOpened('revise') }]
      : []),
    ...(review.packs.length > 0
      ? [
          {
            label: 'Pack as slides (PPTX)',
            href: addressOf('rhythm.exportPackSlides', { params: { id: review.ref } }),
          },
          {
            label: 'Pack as PDF',
            href: addressOf('rhythm.exportPackPdf', { params: { id: review.ref } }),
          },
          {
            label: 'Pack as Markdown',
            href: addressOf('rhythm.exportPack', { params: { id: review.ref } }),
          },
          {
            label: 'Pack as canonical JSON',
            href: addressOf('rhythm.downloadPack', { params: { id: review.ref } }),
          },
        ]
      : []),
    { label: 'Print', onSelect: () => window.print() },
  ];
  return (
    <>
      {state === 'scheduled' && (
        <Button busy={prepare.isPending} onClick={() => prepare.mutate(own, { onError: failed })}>
          Prepare
        </Button>
      )}
      {before && (
        <Button tone="primary" onClick={() => setOpened('freeze')}>
          Freeze the pack
        </Button>
      )}
      {state !== 'cancelled' && (
        <LinkButton
          href={`${entityAddress(review.ref)}/room`}
          tone={state === 'frozen' || state === 'held' ? 'primary' : 'default'}
        >
          {state === 'closed' ? 'Room' : 'Enter the room'}
        </LinkButton>
      )}
      <Menu
        trigger={<IconButton icon="more" label="More acts on this review" />}
        groups={[{ acts: menu }]}
      />
      {opened === 'details' && <ReviewDetailsDialog review={review} onClose={done} />}
      {opened === 'move' && <Move review={review} onClose={done} />}
      {opened === 'cancel' && (
        <WithReason
          title="Cancel the review"
          description="Calendars show it as cancelled, with the reason."
          submit="Cancel it"
          asksWhich
          write={{
            isPending: cancel.isPending,
            error: cancel.error,
            send: (reason, following) =>
              cancel.mutateAsync({ ...own, body: { reason, following } }),
          }}
          onClose={done}
        />
      )}
      {opened === 'revise' && (
        <WithReason
          title="Revise the pack"
          description="Figures are read again and kept as a new numbered revision; earlier ones stay."
          submit="Revise"
          write={{
            isPending: revise.isPending,
            error: revise.error,
            send: (reason) => revise.mutateAsync({ ...own, body: { reason } }),
          }}
          onClose={done}
        />
      )}
      <ConfirmDialog
        open={opened === 'freeze'}
        onOpenChange={done}
        title="Freeze the pack?"
        confirmLabel="Freeze the pack"
        busy={freeze.isPending}
        problem={freeze.error ? shownProblem(freeze.error) : undefined}
        onConfirm={() => freeze.mutate(own, { onSuccess: done })}
      >
        <p>
          The figures are read now, as every member sees them, and kept with the comments under one
          hash. Later changes don’t touch them; late data makes a numbered revision.
        </p>
      </ConfirmDialog>
    </>
  );
}
