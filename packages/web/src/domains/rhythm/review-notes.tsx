import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import type { Review } from './rhythm-types.ts';

/** The notes of a review: kept until it is closed. */
export function ReviewNotes({ review }: { readonly review: Review }) {
  const take = useWrite('rhythm.takeNotes');
  const [notes, setNotes] = useState(review.notes);
  if (review.state === 'closed' || review.state === 'cancelled') {
    return (
      <Section title="Notes">
        <p className="max-w-prose whitespace-pre-wrap">{review.notes || 'No notes were taken.'}</p>
      </Section>
    );
  }
  return (
    <Section title="Notes">
      <div className="flex flex-col gap-2">
        <TextArea
          label="Notes"
          labelHidden
          rows={6}
          placeholder="What was said that the decisions and actions don’t say"
          value={notes}
          onValueChange={setNotes}
        />
        {take.error && <ErrorState problem={shownProblem(take.error)} compact />}
        <Button
          size="sm"
          className="self-start"
          disabled={notes === review.notes}
          busy={take.isPending}
          onClick={() =>
            take.mutate({ params: { id: review.ref }, body: { notes }, ifMatch: review.revision })
          }
        >
          Keep the notes
        </Button>
      </div>
    </Section>
  );
}
