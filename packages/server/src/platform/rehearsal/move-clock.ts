import { sql } from 'kysely';
import { toDate, type MovableClock } from '../clock.ts';
import type { ActContext, WriteContext } from '../context.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { ChangeFeed } from '../ledger/change-feed.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';
import { keepClock } from './kept-clock.ts';

/** Moves the rehearsal's clock; answers what it says then. */
export type MoveClock = (
  context: ActContext,
  to: Temporal.Instant,
  stopHours: number,
) => Promise<Temporal.Instant>;

const mostDays = 100;
const hourMs = 3_600_000;

/** The next stop after a moment (every so many hours of UTC), or the end where that comes first. */
function nextStop(from: Temporal.Instant, to: Temporal.Instant, hours: number): Temporal.Instant {
  const everyMs = hours * hourMs;
  const ms = (Math.floor(from.epochMilliseconds / everyMs) + 1) * everyMs;
  return ms < to.epochMilliseconds ? Temporal.Instant.fromEpochMilliseconds(ms) : to;
}

/** It is the organisation's clock that moves, not the person's: who could come in still can. */
async function keepCredentials({ tx, now }: WriteContext, by: Temporal.Duration): Promise<void> {
  const later = sql`expires_at + make_interval(secs => ${by.total('seconds')})`;
  const present = toDate(now);
  for (const table of ['session', 'sign_in_link', 'api_key']) {
    await sql`
      update ${sql.table(table)} set expires_at = ${later} where expires_at > ${present}
    `.execute(tx);
  }
}

/**
 * The rehearsal's clock only goes forward, and stops every so many hours on the way to let happen
 * what falls due there: scheduled jobs in their order, what domains watch by timers, and what
 * follows from the facts. A crash leaves it at the last hour that was reached.
 */
export function createMoveClock(deps: {
  clock: MovableClock;
  jobs: Jobs;
  feed: () => ChangeFeed;
  lookAround: readonly (() => Promise<void>)[];
}): MoveClock {
  const { clock, jobs, lookAround } = deps;
  let moving = false;

  const move: MoveClock = async (context, to, stopHours) => {
    const begin = clock.now();
    for (let from = begin; Temporal.Instant.compare(from, to) < 0;) {
      const stop = nextStop(from, to, stopHours);
      await context.write(async (write) => {
        const by = clock.now().until(stop);
        await keepClock(write, stop);
        await keepCredentials(write, by);
        await jobs.clockMoved(write.tx, by);
        if (stop.equals(to)) {
          await record(
            { ...write, now: to },
            { action: 'clock.moved', after: { from: begin.toString(), to: to.toString() } },
          );
        }
      });
      clock.moveTo(stop);
      await jobs.runDue(from, stop);
      for (const look of lookAround) await look();
      from = stop;
    }
    await deps.feed().settled();
    return clock.now();
  };

  return async (context, to, stopHours) => {
    const now = clock.now();
    const days = now.until(to).total('hours') / 24;
    if (days <= 0) {
      throw problem(
        'invalid_input',
        `to: it is ${now.toString()} already; time only moves forward.`,
      );
    }
    if (days > mostDays) throw problem('invalid_input', `to: at most ${mostDays} days at once.`);
    if (moving) throw problem('wrong_state', 'The clock is on its way already: wait for it.');
    moving = true;
    try {
      return await move(context, to, stopHours);
    } finally {
      moving = false;
    }
  };
}
