import type { CardHeading } from '@throughline/contract';
import { useState, type SubmitEvent } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { headingWords } from './retrospective-words.ts';
import type { Retrospective } from './rhythm-types.ts';

type Card = Retrospective['topics'][number]['card'];

function OwnCard({ review, card }: { readonly review: string; readonly card: Card }) {
  const change = useWrite('rhythm.changeCard');
  const remove = useWrite('rhythm.removeCard');
  const [text, setText] = useState<string>();
  const params = { id: review, card: card.ref };
  if (text === undefined) {
    return (
      <li className="flex flex-col gap-2 rounded-sm border border-line bg-surface px-3 py-2">
        <span className="break-words">{card.text}</span>
        <span className="flex gap-2">
          <Button
            size="sm"
            tone="quiet"
            aria-label={`Change “${card.text}”`}
            onClick={() => setText(card.text)}
          >
            Change
          </Button>
          <Button
            size="sm"
            tone="quiet"
            aria-label={`Take back “${card.text}”`}
            busy={remove.isPending}
            onClick={() => remove.mutate({ params })}
          >
            Take back
          </Button>
        </span>
      </li>
    );
  }
  const keep = (event: SubmitEvent) => {
    event.preventDefault();
    change.mutate({ params, body: { text } }, { onSuccess: () => setText(undefined) });
  };
  return (
    <li className="rounded-sm border border-line bg-surface px-3 py-2">
      <form className="flex flex-col gap-2" onSubmit={keep}>
        <TextField
          label="Card"
          labelHidden
          maxLength={500}
          value={text}
          onValueChange={setText}
          error={change.error ? shownProblem(change.error).title : undefined}
        />
        <Button type="submit" size="sm" busy={change.isPending} className="self-start">
          Keep
        </Button>
      </form>
    </li>
  );
}

function Heading({
  review,
  heading,
  cards,
}: {
  readonly review: string;
  readonly heading: CardHeading;
  readonly cards: readonly Card[];
}) {
  const write = useWrite('rhythm.writeCard');
  const [text, setText] = useState('');
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() === '' || write.isPending) return;
    write.mutate(
      { params: { id: review }, body: { heading, text } },
      { onSuccess: () => setText('') },
    );
  };
  return (
    <Section title={headingWords[heading]}>
      <div className="flex flex-col gap-3">
        <form className="flex flex-col gap-2" onSubmit={send}>
          <TextField
            label={`${headingWords[heading]}: a card`}
            maxLength={500}
            value={text}
            onValueChange={setText}
          />
          {write.error && <ErrorState problem={shownProblem(write.error)} compact />}
          <Button type="submit" size="sm" busy={write.isPending} className="self-start">
            Write the card
          </Button>
        </form>
        <ul className="flex flex-col gap-2">
          {cards.map((card) => (
            <OwnCard key={card.ref} review={review} card={card} />
          ))}
        </ul>
      </div>
    </Section>
  );
}

/** Writing alone: one's own cards under each heading, and how many there are of all. */
export function RetrospectiveWriting({
  review,
  retrospective,
}: {
  readonly review: string;
  readonly retrospective: Retrospective;
}) {
  const { cards, writers, topics } = retrospective;
  return (
    <div className="flex flex-col gap-4">
      <p>
        Only you see your cards until they are revealed. So far {cards}{' '}
        {cards === 1 ? 'card' : 'cards'} of {writers} {writers === 1 ? 'person' : 'people'}.
      </p>
      <div className="grid gap-6 md:grid-cols-3">
        {(Object.keys(headingWords) as CardHeading[]).map((heading) => (
          <Heading
            key={heading}
            review={review}
            heading={heading}
            cards={topics.map(({ card }) => card).filter((card) => card.heading === heading)}
          />
        ))}
      </div>
    </div>
  );
}
