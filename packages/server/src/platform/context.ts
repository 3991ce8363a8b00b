import type { Actor } from './access/actor.ts';
import type { Db, Tx } from './database/connect.ts';

/** What a read needs to know: where, for whom, and what time it is. */
export interface ReadContext {
  readonly db: Db;
  readonly actor: Actor;
  readonly now: Temporal.Instant;
}

/** What a write needs to know. Everything that it does is one transaction with its ledger rows. */
export interface WriteContext {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly now: Temporal.Instant;
  /** The address that the request came from, for the audit trail; empty for the server itself. */
  readonly origin: string;
  /** The revision that `If-Match` named; undefined where the operation doesn't ask for one. */
  readonly ifMatch: number | undefined;
}

/** What an act of several transactions needs to know. */
export interface ActContext extends ReadContext {
  /** Runs one of its transactions, at what the clock says when it begins. */
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
}

/** A write's view of the database for the reads inside it. */
export function reading(context: WriteContext): ReadContext {
  return { db: context.tx, actor: context.actor, now: context.now };
}
