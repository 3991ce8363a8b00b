import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FollowingChoice } from './following-choice.tsx';
import type { Review } from './rhythm-types.ts';

/** Renames a review, and says where it is held. */
export function ReviewDetailsDialog({
  review,
  onClose,
}: {
  readonly review: Review;
  readonly onClose: () => void;
}) {
  const change = useWrite('rhythm.changeReview');
  const [title, setTitle] = useState(review.title);
  const [place, setPlace] = useState(review.place);
  const [following, setFollowing] = useState(false);
  const [revision] = useState(review.revision);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Title and place"
      description="Calendars and invitations follow."
      submit="Save"
      busy={change.isPending}
      error={change.error}
      onSubmit={() =>
        change.mutateAsync({
          params: { id: review.ref },
          body: { title, place, following },
          ifMatch: revision,
        })
      }
    >
      <TextField
        label="Title"
        required
        value={title}
        onValueChange={setTitle}
        error={faultOf(change.error, 'title')}
      />
      <TextField
        label="Place"
        hint="A room, or the address of a call."
        value={place}
        onValueChange={setPlace}
        error={faultOf(change.error, 'place')}
      />
      {place !== review.place && (
        <FollowingChoice
          hint="The place, not the title; frozen ones keep theirs."
          value={following}
          onValueChange={setFollowing}
        />
      )}
    </FormDialog>
  );
}
