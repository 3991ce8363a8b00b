import { createApiClient } from './api-client.ts';
import type { Fact } from './fact.ts';
import { historyOf } from './history.ts';
import { createReviewHolder } from './hold-reviews.ts';
import { createKnown } from './known.ts';
import { instantOf, periodOf, type Size } from './period.ts';
import { createPlayer } from './play.ts';
import { setUp } from './set-up.ts';

/** What a rehearsal's server is told of while it is filled. */
export interface Generation {
  /** Where the rehearsal's server is, and its administrator's key. */
  readonly url: string;
  readonly key: string;
  /** Where the Git repositories are made. */
  readonly folder: string;
  readonly size: Size;
  readonly told: (progress: { progress: number; says: string }) => void;
}

/** Jobs look for what is due at least so often while the clock moves through the history. */
const stopHours = 4;

/**
 * Lives through the history of a rehearsal, day by day, over the public API: the clock is moved to
 * each moment, its facts are played, reviews are held over the packs that froze on the way. At the
 * end the clock says what the machine's says.
 */
export async function generateHistory(generation: Generation): Promise<void> {
  const { url, key, folder, size, told } = generation;
  const api = createApiClient(url);
  try {
    told({ progress: 0, says: `Hiring ${size.people} people who do not exist.` });
    const known = createKnown(folder);
    const voices = await setUp(api, key, size, known);
    const player = createPlayer({ api, voices, known, folder });
    const reviews = createReviewHolder({ api, voices, known, seed: size.seed });
    const facts = Map.groupBy(historyOf(size, url), ({ day, slot }) => `${day} ${slot}`);
    const move = (to: Temporal.Instant) =>
      api.call({ key }, 'rehearsal.moveClock', { body: { to: to.toString(), stopHours } });
    const { workdays } = periodOf(size);
    for (const [index, day] of workdays.entries()) {
      told({ progress: index / workdays.length, says: `Living through ${day}.` });
      for (const slot of [0, 1, 2] as const) {
        const at = instantOf({ day, slot });
        await move(at);
        if (slot === 0) await reviews.finishActions(day);
        const now: readonly Fact[] = facts.get(`${day} ${slot}`) ?? [];
        await player.play(now);
        await reviews.hold(day, at);
      }
    }
    await move(Temporal.Now.instant());
    told({ progress: 1, says: 'It is today.' });
  } finally {
    api.close();
  }
}
