import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Review, Room } from './rhythm-types.ts';

/** What the review looks at in depth: the draw, its chances, and another one for a reason. */
export function RoomDeepDive({ review, room }: { readonly review: Review; readonly room: Room }) {
  const pick = useWrite('rhythm.pickDeepDive');
  const [again, setAgain] = useState(false);
  const [reason, setReason] = useState('');
  const drawn = room.deepDive;
  const mayDraw = room.mayRun && review.state !== 'closed' && review.state !== 'cancelled';
  return (
    <Section
      title="Deep dive"
      actions={
        mayDraw && (
          <Button
            size="sm"
            busy={pick.isPending}
            onClick={() =>
              drawn ? setAgain(true) : pick.mutate({ params: { id: review.ref }, body: {} })
            }
          >
            {drawn ? 'Draw again …' : 'Draw'}
          </Button>
        )
      }
    >
      {pick.error && !again && <ErrorState problem={shownProblem(pick.error)} compact />}
      {drawn ? (
        <div className="flex flex-col gap-2">
          <p className="text-md">
            <EntityLink entity={drawn.picked} />
          </p>
          {drawn.reason !== '' && <p>Drawn again: {drawn.reason}</p>}
          <ul className="flex flex-col gap-1 text-secondary">
            {drawn.wheel.map(({ entity, chance, weight }) => (
              <li key={entity.ref}>
                {entity.title}: <span className="figures">{chance} %</span>, waited{' '}
                <span className="figures">{Math.sqrt(weight)}</span>
              </li>
            ))}
          </ul>
          <p className="text-xs text-secondary">
            Seed <Mono>{drawn.seed}</Mono>: with these weights it always draws the same.
          </p>
        </div>
      ) : (
        <p className="text-secondary">Not drawn yet; the freeze draws it by itself.</p>
      )}
      {again && (
        <FormDialog
          open
          onOpenChange={setAgain}
          title="Draw again"
          description="What was drawn in this review before is left out. The first draw stays on record."
          submit="Draw again"
          busy={pick.isPending}
          error={pick.error}
          onSubmit={() => pick.mutateAsync({ params: { id: review.ref }, body: { reason } })}
        >
          <TextField
            label="Why not the first"
            required
            maxLength={500}
            value={reason}
            onValueChange={setReason}
            error={faultOf(pick.error, 'reason')}
          />
        </FormDialog>
      )}
    </Section>
  );
}
