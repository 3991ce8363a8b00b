import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { Instant, PlainDate } from '../../ui/time.tsx';
import type { Review, Room } from './rhythm-types.ts';

/** The end of a review: all that was decided, with owners, read back; then it closes. */
export function RoomReadBack({ review, room }: { readonly review: Review; readonly room: Room }) {
  const navigate = useNavigate();
  const decisions = useList('decisions.listDecisions', { query: { madeIn: review.ref } });
  const actions = useList('decisions.listActions', { query: { source: review.ref } });
  const read = useWrite('rhythm.readBack');
  const close = useWrite('rhythm.closeReview');
  const runs = room.mayRun && review.state === 'held';
  const open = room.undecided.length;
  const holds = room.readBack?.holds === true;
  const error = read.error ?? close.error;
  const settled = decisions.items.filter(({ state }) => state !== 'proposed');
  return (
    <Section
      title="Read-back"
      actions={
        runs && (
          <span className="flex gap-2">
            <Button
              disabled={open > 0}
              busy={read.isPending}
              onClick={() => read.mutate({ params: { id: review.ref } })}
            >
              It was read back
            </Button>
            <Button
              tone="primary"
              disabled={!holds || open > 0}
              busy={close.isPending}
              onClick={() =>
                close.mutate(
                  { params: { id: review.ref }, ifMatch: review.revision },
                  { onSuccess: () => void navigate({ to: entityAddress(review.ref) }) },
                )
              }
            >
              Close the review
            </Button>
          </span>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {error && <ErrorState problem={shownProblem(error)} compact />}
        {open > 0 && (
          <div className="flex flex-col gap-1">
            <Status tone="waiting" word="Still to be confirmed, postponed or withdrawn" />
            <ul className="list-disc pl-6">
              {room.undecided.map((decision) => (
                <li key={decision.ref}>
                  <EntityLink entity={decision} />
                </li>
              ))}
            </ul>
          </div>
        )}
        <ul className="flex flex-col gap-1">
          {settled.map((decision) => (
            <li key={decision.ref}>
              {decision.question}: <strong>{decision.choice ?? decision.state}</strong>
              {decision.decider && `, ${decision.decider.name}`}
            </li>
          ))}
          {actions.items.map((action) => (
            <li key={action.ref}>
              {action.title}: <strong>{action.owner?.name ?? 'Nobody yet'}</strong>
              {action.dueOn !== null && (
                <>
                  {', by '}
                  <PlainDate date={action.dueOn} />
                </>
              )}
            </li>
          ))}
        </ul>
        {settled.length + actions.items.length === 0 && open === 0 && (
          <p className="text-secondary">Nothing was decided and nobody has anything to do.</p>
        )}
        {room.readBack && (
          <p>
            {holds ? 'Read back' : 'Something was settled since it was read back'}{' '}
            <Instant at={room.readBack.at} /> by {room.readBack.by}
          </p>
        )}
      </div>
    </Section>
  );
}
