import { useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Section } from '../../ui/section.tsx';
import type { Review } from './rhythm-types.ts';

function clock(seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  const whole = Math.abs(Math.trunc(seconds));
  return `${sign}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

interface Running {
  readonly place: number;
  /** Milliseconds at which the point began, as if it had never been paused. */
  readonly since: number;
  readonly pausedAt: number | null;
}

/** The agenda with a timer for the point that is on: start, next, pause; what is over its minutes says so. */
export function AgendaTimer({ agenda }: { readonly agenda: Review['agenda'] }) {
  const [running, setRunning] = useState<Running>();
  const [now, setNow] = useState(() => Date.now());
  const ticking = running !== undefined && running.pausedAt === null;
  useEffect(() => {
    if (!ticking) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [ticking]);
  const begin = (place: number) => {
    const at = Date.now();
    setNow(at);
    setRunning({ place, since: at, pausedAt: null });
  };
  const pause = () => {
    if (!running) return;
    const at = Date.now();
    setRunning(
      running.pausedAt === null
        ? { ...running, pausedAt: at }
        : { ...running, since: running.since + (at - running.pausedAt), pausedAt: null },
    );
  };
  const elapsed = running ? ((running.pausedAt ?? now) - running.since) / 1000 : 0;
  const total = agenda.reduce((sum, { minutes }) => sum + minutes, 0);
  return (
    <Section
      title="Agenda"
      note={`${total} minutes`}
      actions={
        <span data-print="hide" className="flex gap-2">
          {running === undefined ? (
            <Button size="sm" icon="play" onClick={() => begin(0)}>
              Start the timer
            </Button>
          ) : (
            <>
              <Button size="sm" icon={ticking ? 'pause' : 'play'} onClick={pause}>
                {ticking ? 'Pause' : 'Go on'}
              </Button>
              {running.place < agenda.length - 1 ? (
                <Button size="sm" icon="arrow-right" onClick={() => begin(running.place + 1)}>
                  Next point
                </Button>
              ) : (
                <Button size="sm" onClick={() => setRunning(undefined)}>
                  Stop
                </Button>
              )}
            </>
          )}
        </span>
      }
    >
      <ol className="flex flex-col">
        {agenda.map((point, place) => {
          const isOn = running?.place === place;
          const left = point.minutes * 60 - elapsed;
          return (
            <li
              key={`${place} ${point.title}`}
              aria-current={isOn ? 'step' : undefined}
              className={cx(
                'grid grid-cols-[1fr_auto] items-baseline gap-3 border-l-2 px-3 py-1',
                isOn ? 'border-accent' : 'border-line',
              )}
            >
              <span className={cx(isOn && 'font-semibold')}>{point.title}</span>
              {isOn ? (
                <span role="timer" className="figures">
                  {clock(left)} {left < 0 ? 'over' : 'left'}
                </span>
              ) : (
                <span className="figures text-secondary">{point.minutes} min</span>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
