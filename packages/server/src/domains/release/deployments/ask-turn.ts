import type { Id } from '@throughline/contract';
import type { Db } from '../../../platform/database/connect.ts';
import type { StepDefinition } from '../pipeline.ts';
import type { ReleaseTables } from '../tables.ts';

/** What a question found: whether to go on, and why not. `refused`: it can't be asked at all. */
export interface Finding {
  readonly state: 'open' | 'closed' | 'inconclusive' | 'refused';
  readonly says: string;
}

/** A step whose turn it is. */
export interface AskTurn {
  readonly id: Id<'attempt'>;
  readonly fence: string;
  readonly deployment: Id<'deployment'>;
  readonly definition: StepDefinition;
  /** When it is given up. */
  readonly until: Date;
  /** Whether it is asked for the first time. */
  readonly first: boolean;
  /** Wrong answers in a row so far. */
  readonly failures: number;
}

/** Writes when an attempt is asked again, unless it has ended in the meantime. */
export async function askAgain(
  db: Db,
  turn: AskTurn,
  again: { at: Date; says: string; failures?: number; state?: 'ready' },
): Promise<void> {
  await db
    .$extendTables<ReleaseTables>()
    .updateTable('step_attempt')
    .set({
      due_at: again.at,
      says: again.says,
      ...(again.failures === undefined ? {} : { failures: again.failures }),
      ...(again.state ? { state: again.state } : {}),
    })
    .where('id', '=', turn.id)
    .where('fence', '=', turn.fence)
    .where('state', '=', 'running')
    .execute();
}
