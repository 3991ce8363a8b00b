import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CommittedActions, LastActions } from './retrospective-actions.tsx';
import { RetrospectiveTopics } from './retrospective-topics.tsx';
import { phaseActs, phases, phaseWords } from './retrospective-words.ts';
import { RetrospectiveWriting } from './retrospective-writing.tsx';
import type { Review, Room } from './rhythm-types.ts';
import { RoomPresent } from './room-present.tsx';
import { usePresence } from './use-presence.ts';

function Open({ review }: { readonly review: Review }) {
  const open = useWrite('rhythm.openRetrospective');
  const [asking, setAsking] = useState(false);
  const [isPrivate, setPrivate] = useState(false);
  const [dots, setDots] = useState<number | null>(3);
  return (
    <>
      <EmptyState
        sentence="The team hasn’t begun to look back."
        action={
          <Button tone="primary" onClick={() => setAsking(true)}>
            Open the retrospective
          </Button>
        }
        example="Write alone, reveal, group, vote, discuss, commit to at most three actions."
      />
      {asking && (
        <FormDialog
          open
          onOpenChange={setAsking}
          title="Open the retrospective"
          submit="Open"
          busy={open.isPending}
          error={open.error}
          onSubmit={() =>
            open.mutateAsync({
              params: { id: review.ref },
              body: { private: isPrivate, dots: dots ?? 3 },
            })
          }
        >
          <NumberField
            label="Dots that each has"
            required
            min={1}
            max={20}
            decimals={0}
            value={dots}
            onValueChange={setDots}
          />
          <Checkbox
            label={`Private: only the people of ${review.unit.title} see this review from now on`}
            checked={isPrivate}
            onCheckedChange={setPrivate}
          />
        </FormDialog>
      )}
    </>
  );
}

function Inside({ review, room }: { readonly review: Review; readonly room: Room }) {
  usePresence(review.ref);
  const { data, error } = useRead('rhythm.getRetrospective', { params: { id: review.ref } });
  const move = useWrite('rhythm.moveRetrospective');
  if (error) return <ErrorState problem={shownProblem(error)} />;
  if (!data) return <Skeleton lines={8} />;
  const open = review.state !== 'closed' && review.state !== 'cancelled';
  const place = phases.indexOf(data.phase);
  const next = phases[place + 1];
  const commits = data.phase === 'discuss' || data.phase === 'commit';
  return (
    <>
      <RoomPresent room={room} />
      <LastActions actions={data.last} />
      <div className="flex flex-wrap items-center justify-between gap-4">
        <ol aria-label="Phases" className="flex flex-wrap gap-4">
          {phases.map((phase, at) => (
            <li
              key={phase}
              aria-current={at === place ? 'step' : undefined}
              className={cx(
                'border-b-2 pb-1',
                at === place ? 'border-accent font-semibold' : 'border-line text-secondary',
              )}
            >
              {phaseWords[phase]}
            </li>
          ))}
        </ol>
        <span className="flex items-center gap-2">
          {data.private && <Badge>Private to the team</Badge>}
          {open && next && (
            <Button
              tone="primary"
              busy={move.isPending}
              onClick={() => move.mutate({ params: { id: review.ref }, body: { phase: next } })}
            >
              {phaseActs[next]}
            </Button>
          )}
        </span>
      </div>
      {move.error && <ErrorState problem={shownProblem(move.error)} compact />}
      {data.phase === 'write' ? (
        <RetrospectiveWriting review={review.ref} retrospective={data} />
      ) : (
        <RetrospectiveTopics review={review.ref} retrospective={data} />
      )}
      {commits && (
        <CommittedActions
          key={data.topic ?? ''}
          review={review.ref}
          retrospective={data}
          open={open}
        />
      )}
    </>
  );
}

/** The room in which a team looks back: write, reveal, group, vote, discuss, commit. */
export function RetrospectivePage() {
  const ref = useReference();
  const review = useRead('rhythm.getReview', { params: { id: ref } });
  const room = useRead('rhythm.getRoom', { params: { id: ref } });
  const error = review.error ?? room.error;
  if (error) return <ErrorState problem={shownProblem(error)} />;
  if (!review.data || !room.data) return <Skeleton lines={12} />;
  const state = room.data.retrospective;
  return (
    <>
      <PageHeader
        title={`Retrospective: ${review.data.title}`}
        trail={[
          { label: 'Review', href: entityAddress(ref) },
          { label: 'Room', href: `${entityAddress(ref)}/room` },
        ]}
      />
      {state === 'none' && <EmptyState sentence="Reviews of this cycle hold no retrospective." />}
      {state === 'offered' && <Open review={review.data} />}
      {state === 'open' && <Inside review={review.data} room={room.data} />}
    </>
  );
}
