import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { call } from '../../../api/call.ts';
import { Problem } from '../../../api/problem.ts';
import { useRead } from '../../../api/use-operation.ts';
import { formatPlainDate } from '../../../ui/format-time.ts';
import { toast } from '../../../ui/toast.ts';
import type { Initiative, Roadmap, Span } from './roadmap-types.ts';

/** Two versions of a window: somebody changed the initiative before us. */
export interface WindowConflict {
  readonly theirs: Initiative;
  readonly mine: Span;
}

type Pending = ReadonlyMap<string, Span>;

/** Moves an initiative's window; `soon` waits for further keys. */
export type Move = (
  ref: string,
  span: Span,
  options?: { undoing?: boolean; soon?: boolean },
) => void;

/** A window in words. */
export function spanWords({ from, to }: Span): string {
  if (from === null && to === null) return 'no dates';
  const word = (day: string | null) => (day === null ? '…' : formatPlainDate(day));
  return `${word(from)} – ${word(to)}`;
}

const queryKey = ['strategy.getRoadmap', {}] as const;
/** Keys that follow each other within this time are one change. */
const settleMs = 600;

/** What writes windows, one after the other for each initiative, each on the revision before it. */
function createMover(
  queries: QueryClient,
  setPending: (change: (before: Pending) => Pending) => void,
  setConflict: (conflict: WindowConflict) => void,
): Move {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const chains = new Map<string, Promise<void>>();

  const stored = (ref: string) =>
    queries.getQueryData<Roadmap>(queryKey)?.initiatives.find((one) => one.ref === ref);

  const patch = (ref: string, change: Partial<Initiative>) =>
    queries.setQueryData<Roadmap>(queryKey, (before) =>
      before === undefined
        ? before
        : {
            ...before,
            initiatives: before.initiatives.map((one) =>
              one.ref === ref ? { ...one, ...change } : one,
            ),
          },
    );

  const refuse = async (error: unknown, before: Initiative, span: Span) => {
    if (error instanceof Problem && error.code === 'stale_revision') {
      await queries.refetchQueries({ queryKey, exact: true });
      const theirs = stored(before.ref);
      if (theirs) setConflict({ theirs, mine: span });
      return;
    }
    toast({
      title: `“${before.title}” stays where it was`,
      detail: error instanceof Error ? error.message : undefined,
      tone: 'failed',
    });
  };

  const save = async (ref: string, span: Span, undoing: boolean) => {
    const before = stored(ref);
    if (before && (before.from !== span.from || before.to !== span.to)) {
      try {
        const { revision } = await call('strategy.changeInitiative', {
          params: { id: ref },
          body: { from: span.from, to: span.to },
          ifMatch: before.revision,
        });
        patch(ref, { ...span, revision });
        toast({
          title: `“${before.title}”: ${spanWords(span)}`,
          detail: `Before: ${spanWords(before)}`,
          ...(undoing
            ? {}
            : { undo: () => move(ref, { from: before.from, to: before.to }, { undoing: true }) }),
        });
      } catch (error) {
        await refuse(error, before, span);
      }
    }
    // What was moved on meanwhile stays on the screen until its own write is done.
    setPending((spans) =>
      spans.get(ref) === span ? new Map([...spans].filter(([of]) => of !== ref)) : spans,
    );
  };

  const move: Move = (ref, span, { undoing = false, soon = false } = {}) => {
    setPending((before) => new Map(before).set(ref, span));
    clearTimeout(timers.get(ref));
    const write = () => {
      const before = chains.get(ref) ?? Promise.resolve();
      chains.set(
        ref,
        before.then(() => save(ref, span, undoing)),
      );
    };
    timers.set(ref, setTimeout(write, soon ? settleMs : 0));
  };
  return move;
}

/**
 * The roadmap, with what moves an initiative on the screen at once and on the server a moment
 * later. A refusal puts it back; where somebody was faster, `conflict` shows both versions.
 */
export function useRoadmap() {
  const queries = useQueryClient();
  const { data, error, refetch } = useRead('strategy.getRoadmap', {});
  const [pending, setPending] = useState<Pending>(new Map());
  const [conflict, setConflict] = useState<WindowConflict>();
  const [move] = useState(() => createMover(queries, setPending, setConflict));
  const roadmap = useMemo(
    () =>
      data && pending.size > 0
        ? {
            ...data,
            initiatives: data.initiatives.map((one) => {
              const span = pending.get(one.ref);
              return span ? { ...one, ...span } : one;
            }),
          }
        : data,
    [data, pending],
  );
  return {
    roadmap,
    problem: error,
    reload: () => void refetch(),
    move,
    conflict,
    settleConflict: (mine: boolean) => {
      if (conflict && mine) move(conflict.theirs.ref, conflict.mine);
      setConflict(undefined);
    },
  };
}
