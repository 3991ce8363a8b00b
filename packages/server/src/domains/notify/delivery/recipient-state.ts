import type { Id } from '@throughline/contract';
import type { Db } from '../../../platform/database/connect.ts';
import { loadRecipient, type RecipientRow } from './receipt-store.ts';

/** What a recipient did with the messages of an environment, by `notification epoch`. */
export type RecipientState = Map<string, RecipientRow>;

/** Recipients' states in memory: one indexed read a session, written through. */
export interface RecipientStates {
  /** Reads it anew, for a session that begins. Null where the database is away. */
  load(environment: Id<'environment'>, recipient: string): Promise<RecipientState | null>;
  /** What is known; read again where that is too old. Null where it cannot be known. */
  get(environment: Id<'environment'>, recipient: string): Promise<RecipientState | null>;
  /** Notes what was just written, where the state is held. */
  note(
    environment: Id<'environment'>,
    recipient: string,
    key: string,
    change: Partial<RecipientRow>,
  ): void;
}

/** Other nodes write too: what they wrote is seen after this long. */
const freshMs = 60_000;
const mostHeld = 20_000;

/** Holds the states of at most 20,000 recipients, those used last. */
export function createRecipientStates(db: Db): RecipientStates {
  const held = new Map<string, { state: RecipientState; at: number }>();

  const load = async (environment: Id<'environment'>, recipient: string) => {
    const key = `${environment} ${recipient}`;
    try {
      const state = await loadRecipient(db, environment, recipient);
      held.delete(key);
      held.set(key, { state, at: performance.now() });
      if (held.size > mostHeld) held.delete(held.keys().next().value ?? '');
      return state;
    } catch {
      return null;
    }
  };

  return {
    load,
    async get(environment, recipient) {
      const known = held.get(`${environment} ${recipient}`);
      if (known && performance.now() - known.at < freshMs) return known.state;
      return (await load(environment, recipient)) ?? known?.state ?? null;
    },
    note(environment, recipient, key, change) {
      const known = held.get(`${environment} ${recipient}`);
      if (!known) return;
      const before = known.state.get(key) ?? { seen: false, dismissed: false, claimed: false };
      known.state.set(key, { ...before, ...change });
    },
  };
}
