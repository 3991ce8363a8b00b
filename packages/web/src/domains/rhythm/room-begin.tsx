import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toast.ts';
import type { Review, Room } from './rhythm-types.ts';

/** Begins a review whose pack is frozen: its first point is on. */
export function RoomBegin({ review, room }: { readonly review: Review; readonly room: Room }) {
  const hold = useWrite('rhythm.holdReview');
  if (!room.mayRun || review.state !== 'frozen') return null;
  return (
    <Button
      tone="primary"
      icon="play"
      busy={hold.isPending}
      onClick={() =>
        hold.mutate(
          { params: { id: review.ref }, ifMatch: review.revision },
          {
            onError: (error) => {
              const { title, detail } = shownProblem(error);
              toast({ tone: 'failed', title, detail: detail ?? '' });
            },
          },
        )
      }
    >
      Begin the review
    </Button>
  );
}
