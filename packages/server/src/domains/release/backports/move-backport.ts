import type { BackportState, Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';
import type { BackportCommit, BackportConflict } from './tables.ts';

/** What becomes of a backport. */
export interface Move {
  readonly state: BackportState;
  readonly says: string;
  readonly commits?: readonly BackportCommit[];
  readonly base?: string | null;
  readonly result?: string | null;
  readonly conflict?: BackportConflict | null;
  readonly pushed?: string | null;
  readonly landing?: { readonly from: string; readonly to: string } | null;
  readonly landed?: { readonly at: Date; readonly by: string };
}

const over: ReadonlySet<BackportState> = new Set(['landed', 'empty', 'failed', 'withdrawn']);

/** Moves a backport to a state, with what is known of it then; the ledger hears of it. */
export async function moveBackport(
  context: WriteContext,
  id: Id<'backport'>,
  move: Move,
): Promise<number> {
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('backport')
    .set({
      says: move.says,
      active: !over.has(move.state),
      ...(move.commits === undefined ? {} : { commits: JSON.stringify(move.commits) }),
      ...(move.base === undefined ? {} : { base: move.base }),
      ...(move.result === undefined ? {} : { result: move.result }),
      ...(move.conflict === undefined
        ? {}
        : { conflict: move.conflict && JSON.stringify(move.conflict) }),
      ...(move.pushed === undefined ? {} : { pushed: move.pushed }),
      ...(move.landing === undefined
        ? {}
        : { landing_from: move.landing?.from ?? null, landing_to: move.landing?.to ?? null }),
      ...(move.landed === undefined
        ? {}
        : { landed_at: move.landed.at, landed_by: move.landed.by }),
    })
    .where('id', '=', id)
    .execute();
  return changeEntity(
    context,
    { kind: 'backport', id },
    {
      action: `backport.${actions[move.state]}`,
      state: move.state,
      after: { says: move.says, result: move.result ?? null },
    },
  );
}

const actions: Readonly<Record<BackportState, string>> = {
  waiting: 'put_off',
  making: 'begun',
  conflict: 'in_conflict',
  ready: 'made',
  landing: 'landing_begun',
  landed: 'landed',
  empty: 'found_empty',
  failed: 'failed',
  withdrawn: 'withdrawn',
};
