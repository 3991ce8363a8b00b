import type { EntityRef, OperationId } from '@throughline/contract';
import { sql } from 'kysely';
import type { WriteContext } from '../context.ts';

/** The channel of the database on which signals travel between nodes. */
export const signalChannel = 'throughline_signal';

/** Word that an operation answers something new about an entity, without anything of what it is. */
export interface Signal {
  readonly entity: EntityRef;
  readonly operation: OperationId;
}

/**
 * Tells the pages that show an operation's answer about an entity to ask again, once the write has
 * committed. For what is no fact of the ledger: who is in a room, a clock, a card not yet revealed.
 */
export async function signal(
  context: WriteContext,
  entity: EntityRef,
  operation: OperationId,
): Promise<void> {
  const { kind, id } = entity;
  const payload = JSON.stringify({ entity: { kind, id }, operation });
  await sql`select pg_notify(${signalChannel}, ${payload})`.execute(context.tx);
}
