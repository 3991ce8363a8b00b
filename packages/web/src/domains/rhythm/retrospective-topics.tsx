import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Select } from '../../ui/select.tsx';
import { clockText } from './clock-text.ts';
import { headingWords } from './retrospective-words.ts';
import type { Retrospective } from './rhythm-types.ts';
import { useServerTime } from './use-server-time.ts';

type Topic = Retrospective['topics'][number];
type Card = Topic['card'];

interface PartProps {
  readonly review: string;
  readonly retrospective: Retrospective;
  readonly topic: Topic;
}

function CardLine({ card }: { readonly card: Card }) {
  return (
    <span className="flex flex-wrap items-baseline gap-2">
      <span className="break-words">{card.text}</span>
      <span className="text-xs text-secondary">
        {headingWords[card.heading]}, {card.by}
      </span>
    </span>
  );
}

/** Under which topic a card lies: chosen from a list, so that no mouse is needed. */
function Group({ review, retrospective, topic }: PartProps) {
  const group = useWrite('rhythm.groupCard');
  const others = retrospective.topics.filter(({ card }) => card.ref !== topic.card.ref);
  const set = (card: Card, under: string | null) =>
    group.mutate({ params: { id: review, card: card.ref }, body: { under } });
  return (
    <div className="flex flex-col gap-2">
      {group.error && <ErrorState problem={shownProblem(group.error)} compact />}
      {topic.under.map((card) => (
        <Button
          key={card.ref}
          size="sm"
          tone="quiet"
          className="self-start"
          onClick={() => set(card, null)}
        >
          Take “{card.text.slice(0, 30)}” out
        </Button>
      ))}
      {others.length > 0 && (
        <Select
          label={`Put “${topic.card.text.slice(0, 60)}” under`}
          placeholder="Its own topic"
          options={others.map(({ card }) => ({
            value: card.ref as string,
            label: card.text.slice(0, 80),
          }))}
          value=""
          onValueChange={(under) => under !== '' && set(topic.card, under)}
        />
      )}
    </div>
  );
}

function Vote({ review, retrospective, topic }: PartProps) {
  const vote = useWrite('rhythm.voteCard');
  const set = (dots: number) =>
    vote.mutate({ params: { id: review, card: topic.card.ref }, body: { dots } });
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button
        size="sm"
        aria-label={`Take a dot from “${topic.card.text}”`}
        disabled={topic.mine === 0}
        onClick={() => set(topic.mine - 1)}
      >
        −
      </Button>
      <span className="figures" aria-live="polite">
        {topic.mine} {topic.mine === 1 ? 'dot' : 'dots'}
      </span>
      <Button
        size="sm"
        aria-label={`Give a dot to “${topic.card.text}”`}
        disabled={retrospective.dotsLeft === 0}
        onClick={() => set(topic.mine + 1)}
      >
        +
      </Button>
      {vote.error && <ErrorState problem={shownProblem(vote.error)} compact />}
    </span>
  );
}

function Discuss({ review, retrospective, topic }: PartProps) {
  const discuss = useWrite('rhythm.discussCard');
  const isOn = retrospective.topic === topic.card.ref;
  const time = useServerTime(retrospective.now, isOn);
  const until = retrospective.topicUntil;
  const set = (card: string | null) =>
    discuss.mutate({ params: { id: review }, body: { card, minutes: 5 } });
  const left = until === null ? 0 : (Date.parse(until) - time) / 1000;
  return (
    <span className="flex flex-wrap items-center gap-2">
      {isOn && (
        <span role="timer" className="figures">
          {clockText(left)} {left < 0 ? 'over' : 'left'}
        </span>
      )}
      <Button size="sm" onClick={() => set(topic.card.ref)}>
        {isOn ? 'Five more minutes' : 'Discuss it'}
      </Button>
      {isOn && (
        <Button size="sm" tone="quiet" onClick={() => set(null)}>
          Enough
        </Button>
      )}
      {discuss.error && <ErrorState problem={shownProblem(discuss.error)} compact />}
    </span>
  );
}

/** The revealed cards by topic, with what the phase does to them. */
export function RetrospectiveTopics({
  review,
  retrospective,
}: {
  readonly review: string;
  readonly retrospective: Retrospective;
}) {
  const { phase, topics, topic: present } = retrospective;
  if (topics.length === 0) return <EmptyState sentence="Nobody wrote a card." />;
  const counted = phase === 'discuss' || phase === 'commit';
  return (
    <div className="flex flex-col gap-4">
      {phase === 'vote' && (
        <p>
          You have <span className="figures">{retrospective.dotsLeft}</span> of {retrospective.dots}{' '}
          dots left. Nobody sees where the others’ went before they are counted.
        </p>
      )}
      <ul className="grid gap-4 md:grid-cols-2">
        {topics.map((topic) => {
          const part = { review, retrospective, topic };
          return (
            <li
              key={topic.card.ref}
              aria-current={present === topic.card.ref ? 'step' : undefined}
              className={cx(
                'flex flex-col gap-2 border-l-2 bg-surface px-3 py-2',
                present === topic.card.ref ? 'border-accent' : 'border-line',
              )}
            >
              <span className="flex items-baseline justify-between gap-2">
                <CardLine card={topic.card} />
                {counted && (
                  <Badge>
                    {topic.dots} {topic.dots === 1 ? 'dot' : 'dots'}
                  </Badge>
                )}
              </span>
              {topic.under.length > 0 && (
                <ul className="flex flex-col gap-1 pl-4">
                  {topic.under.map((card) => (
                    <li key={card.ref}>
                      <CardLine card={card} />
                    </li>
                  ))}
                </ul>
              )}
              {phase === 'group' && <Group {...part} />}
              {phase === 'vote' && <Vote {...part} />}
              {phase === 'discuss' && <Discuss {...part} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
