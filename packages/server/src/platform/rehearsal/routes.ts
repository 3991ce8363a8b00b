import { operations } from '@throughline/contract';
import { act, read, type Route } from '../http/route.ts';
import { problem } from '../problem.ts';
import type { MoveClock } from './move-clock.ts';
import type { Rehearsals } from './rehearsals.ts';

const { rehearsal } = operations;

/**
 * Binds the rehearsal: what can be done with it beside a real organisation, and what in a rehearsal
 * itself. Where one isn't there, its operations say so.
 */
export function rehearsalRoutes(deps: {
  rehearsals: Rehearsals | undefined;
  moveClock: MoveClock | undefined;
}): Route[] {
  const beside = (): Rehearsals => {
    if (deps.rehearsals) return deps.rehearsals;
    throw problem('rehearsal.impossible', 'A rehearsal has no rehearsal of its own.');
  };
  return [
    read(rehearsal.getRehearsal, async ({ db }) =>
      deps.rehearsals
        ? deps.rehearsals.view(db)
        : { state: 'none' as const, possible: false, progress: 0, says: '', address: null },
    ),
    act(rehearsal.createRehearsal, (context, { body }) => beside().create(context, body)),
    act(rehearsal.enterRehearsal, async (context) => ({
      signInLink: await beside().enter(context),
    })),
    act(rehearsal.removeRehearsal, async (context) => {
      await beside().remove(context);
      return undefined;
    }),
    act(rehearsal.moveClock, async (context, { body }) => {
      if (!deps.moveClock) {
        throw problem('rehearsal.impossible', 'Only a rehearsal’s clock can be moved.');
      }
      const now = await deps.moveClock(context, Temporal.Instant.from(body.to), body.stopHours);
      return { now: now.toString({ fractionalSecondDigits: 3 }) };
    }),
  ];
}
