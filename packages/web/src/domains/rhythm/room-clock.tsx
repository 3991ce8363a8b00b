import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { clockText } from './clock-text.ts';
import type { Review, Room } from './rhythm-types.ts';
import { useServerTime } from './use-server-time.ts';

/** The agenda with the clock that all in the room share: any point starts, pauses, goes on. */
export function RoomClock({
  review,
  room,
  shown,
  onShow,
}: {
  readonly review: Review;
  readonly room: Room;
  /** The point whose pages are shown. */
  readonly shown: number;
  readonly onShow: (point: number) => void;
}) {
  const keep = useWrite('rhythm.keepTime');
  const { point, pausedAt, pointSince } = room;
  const ticking = point !== null && pausedAt === null;
  const time = useServerTime(room.now, ticking);
  const since = pointSince === null ? 0 : Date.parse(pointSince);
  const elapsed = ((pausedAt === null ? time : Date.parse(pausedAt)) - since) / 1000;
  const set = (next: number | null, paused = false) => {
    if (next !== null) onShow(next);
    keep.mutate({ params: { id: review.ref }, body: { point: next, paused } });
  };
  const runs = room.mayRun && review.state === 'held';
  const { agenda } = review;
  return (
    <Section
      title="Agenda"
      note={`${agenda.reduce((sum, { minutes }) => sum + minutes, 0)} minutes`}
      actions={
        runs && (
          <span className="flex flex-wrap gap-2">
            {point === null ? (
              <Button size="sm" icon="play" onClick={() => set(0)}>
                Start the clock
              </Button>
            ) : (
              <>
                <Button
                  size="sm"
                  icon={ticking ? 'pause' : 'play'}
                  onClick={() => set(point, ticking)}
                >
                  {ticking ? 'Pause' : 'Go on'}
                </Button>
                {point < agenda.length - 1 ? (
                  <Button size="sm" icon="arrow-right" onClick={() => set(point + 1)}>
                    Next point
                  </Button>
                ) : (
                  <Button size="sm" onClick={() => set(null)}>
                    Stop the clock
                  </Button>
                )}
              </>
            )}
          </span>
        )
      }
    >
      {keep.error && <ErrorState problem={shownProblem(keep.error)} compact />}
      <ol className="flex flex-col">
        {agenda.map((entry, place) => {
          const isOn = point === place;
          const left = entry.minutes * 60 - elapsed;
          return (
            <li
              key={`${place} ${entry.title}`}
              aria-current={isOn ? 'step' : undefined}
              className={cx(
                'grid grid-cols-[1fr_auto] items-baseline gap-3 border-l-2 px-3 py-1',
                isOn ? 'border-accent' : 'border-line',
              )}
            >
              <button
                type="button"
                aria-pressed={shown === place}
                className={cx(
                  'min-h-6 cursor-pointer text-left underline-offset-2 hover:underline',
                  isOn && 'font-semibold',
                  shown === place && 'text-accent',
                )}
                onClick={() => onShow(place)}
              >
                {entry.title}
              </button>
              {isOn ? (
                <span role="timer" className="figures">
                  {clockText(left)} {left < 0 ? 'over' : 'left'}
                  {pausedAt !== null && ', paused'}
                </span>
              ) : (
                <span className="figures text-secondary">{entry.minutes} min</span>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
