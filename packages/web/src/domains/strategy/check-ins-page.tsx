import { useState } from 'react';
import { useIdentity } from '../../access/session.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CheckInCard } from './check-in-card.tsx';

/** All key results that a person owns, one after the other, those that wait the longest first. */
export function CheckInsPage() {
  const { person } = useIdentity();
  const list = useList(
    'strategy.listKeyResults',
    { query: { limit: 200, state: 'active', ...(person ? { owner: person } : {}) } },
    { enabled: person !== null },
  );
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(new Set());
  const order = list.items
    // What is left open below a closed objective asks for nothing any more.
    .filter(({ objective }) => objective?.state !== 'closed')
    .toSorted(
      (one, other) =>
        Number(other.stale) - Number(one.stale) ||
        (one.checkedInOn ?? '').localeCompare(other.checkedInOn ?? ''),
    );
  const passed = (ref: string) => settled.has(ref) || skipped.has(ref);
  const present = order.find(({ ref }) => !passed(ref));
  const done = order.filter(({ ref }) => passed(ref)).length;
  return (
    <>
      <PageHeader
        title="Check-ins"
        description="Your key results, one after the other: value, confidence, a word, Enter."
      />
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      {person !== null && list.isLoading ? (
        <Skeleton lines={6} />
      ) : order.length === 0 ? (
        <EmptyState
          sentence="You own no key result."
          action={<LinkButton href="/strategy">See the strategy</LinkButton>}
          example="“Share of drawings that open within a second, from 40 to 70 %”, checked in every week."
        />
      ) : (
        <>
          <Progress
            label={`${done} of ${order.length}`}
            value={done}
            max={order.length}
            text={present ? `${order.length - done} to go` : 'That was all'}
          />
          {present ? (
            <CheckInCard
              key={present.ref}
              keyResult={present}
              onDone={() => setSettled(new Set([...settled, present.ref]))}
              onSkip={() => setSkipped(new Set([...skipped, present.ref]))}
            />
          ) : (
            <EmptyState
              sentence={`That was all: ${settled.size} checked in${skipped.size > 0 ? `, ${skipped.size} skipped` : ''}.`}
              action={
                skipped.size > 0 ? (
                  <Button onClick={() => setSkipped(new Set())}>Back to the skipped</Button>
                ) : (
                  <LinkButton href="/">Home</LinkButton>
                )
              }
            />
          )}
        </>
      )}
    </>
  );
}
