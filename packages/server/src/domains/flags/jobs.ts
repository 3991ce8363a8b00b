import type { Id } from '@throughline/contract';
import { toDate } from '../../platform/clock.ts';
import type { ReadContext } from '../../platform/context.ts';
import type { JobDefinition, JobRun } from '../../platform/jobs/jobs.ts';
import { system } from '../../platform/access/actor.ts';
import type { DatedValue, InsightFigure, Taking } from '../catalog/index.ts';
import { applyChange } from './change/apply-change.ts';
import { dueChanges, loadChange } from './change/change-store.ts';
import { dropOldEvents } from './events/event-store.ts';
import { lookAtRamp } from './ramp/look-at-ramp.ts';
import { readGuard, type GuardReading, type Measured, type RampGuard } from './ramp/ramp-rules.ts';
import { rampsToLookAt } from './ramp/ramp-store.ts';
import { rampGuards } from './ramp/ramp-views.ts';

/** Events as SDKs sent them are kept for so many days; their sums for ever. */
const eventDays = 30;

/** What guards measure by. */
export interface GuardSources {
  readonly lastMetricValue: (context: ReadContext, id: Id<'metric'>) => Promise<DatedValue | null>;
  readonly readFigure: (
    context: Pick<ReadContext, 'db' | 'now'>,
    figure: InsightFigure,
  ) => Promise<Taking>;
  readonly timeZone: () => Promise<string>;
}

/** The end of a day in a zone, or now where that is still to come: a day's value is as fresh as its end. */
function momentOf(day: string, zone: string, now: Temporal.Instant): Temporal.Instant {
  const ends = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).toInstant();
  return Temporal.Instant.compare(ends, now) > 0 ? now : ends;
}

async function measure(
  context: ReadContext,
  sources: GuardSources,
  { of }: RampGuard,
): Promise<Measured> {
  const zone = await sources.timeZone();
  if (of.kind === 'metric') {
    const last = await sources.lastMetricValue(context, of.metric);
    if (!last) return { fault: 'The metric has no value yet.' };
    return { value: last.value, at: momentOf(last.on, zone, context.now) };
  }
  const taken = await sources.readFigure(context, of);
  if ('fault' in taken) return { fault: taken.fault };
  const last = taken.values.at(-1);
  return last
    ? { value: last.value, at: momentOf(last.on, zone, context.now) }
    : { fault: 'The insight has no figure yet.' };
}

async function lookAtRamps(run: JobRun, sources: GuardSources): Promise<void> {
  const { database, clock, log } = run;
  for (const id of await rampsToLookAt(database.db, toDate(clock.now()))) {
    try {
      const context = { db: database.db, actor: system('ramp'), now: clock.now() };
      const readings: GuardReading[] = [];
      for (const guard of await rampGuards(context, id)) {
        readings.push(readGuard(guard, await measure(context, sources, guard), context.now));
      }
      await run.write((write) => lookAtRamp(write, id, readings));
    } catch (error) {
      // One ramp that can't be looked at keeps no other from its next step; it is tried again.
      log.warn({ err: error, ramp: id }, 'a ramp could not be looked at');
    }
  }
}

async function applyDueChanges(run: JobRun): Promise<void> {
  for (const id of await dueChanges(run.database.db, toDate(run.clock.now()))) {
    try {
      await run.write(async (context) => {
        const { change } = await loadChange(context, id);
        if (change.state === 'scheduled') await applyChange(context, change);
      });
    } catch (error) {
      run.log.warn({ err: error, change: id }, 'a change could not be applied');
    }
  }
}

async function forgetEvents({ database, clock }: JobRun): Promise<void> {
  const today = clock.now().toZonedDateTimeISO('UTC').toPlainDate();
  await dropOldEvents(database.db, {
    events: today.subtract({ days: eventDays }),
    batches: clock.now().subtract({ hours: 48 }),
  });
}

/**
 * Every minute: changes whose moment has come are applied, ramps are looked at. Each night: events as
 * SDKs sent them are forgotten, their sums stay.
 */
export function flagsJobs(sources: GuardSources): JobDefinition[] {
  return [
    { name: 'flags.apply-due-changes', every: '* * * * *', run: applyDueChanges },
    { name: 'flags.look-at-ramps', every: '* * * * *', run: (run) => lookAtRamps(run, sources) },
    { name: 'flags.drop-old-events', every: '23 3 * * *', run: forgetEvents },
  ];
}
