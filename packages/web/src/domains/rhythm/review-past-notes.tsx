import { useRead } from '../../api/use-operation.ts';
import type { Review } from './rhythm-types.ts';
import { RoomNotes } from './room-notes.tsx';

/** The notes of a review, to read; they are taken in its room. */
export function ReviewPastNotes({ review }: { readonly review: Review }) {
  const { data: room } = useRead('rhythm.getRoom', { params: { id: review.ref } });
  return room ? <RoomNotes review={review} room={room} /> : null;
}
