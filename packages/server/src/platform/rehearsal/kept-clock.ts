import { movableClock, systemClock, type MovableClock } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import type { Db } from '../database/connect.ts';
import { readSetting, writeSetting } from '../settings.ts';

const key = 'rehearsal_clock';

/** The rehearsal's clock as an earlier run left it, running on meanwhile; else from `begins` on. */
export async function openKeptClock(db: Db, begins: Temporal.Instant): Promise<MovableClock> {
  const kept = await readSetting(db, key);
  return movableClock(
    typeof kept === 'number' ? systemClock.now().add({ milliseconds: kept }) : begins,
  );
}

/** Keeps how far the rehearsal's clock is from the machine's, once it says a moment. */
export async function keepClock(context: WriteContext, moment: Temporal.Instant): Promise<void> {
  const ahead = moment.epochMilliseconds - systemClock.now().epochMilliseconds;
  await writeSetting(context, key, ahead);
}
