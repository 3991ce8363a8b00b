import type { flagChangeStates, Id } from '@throughline/contract';
import type { Actor } from '../../../platform/access/actor.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { loadEntity, type Entity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { Configuration } from '../rules.ts';
import type { Place } from '../set-flag-configuration.ts';
import type { FlagsTables } from '../tables.ts';

/** A change that waits, or that waited. */
export interface PendingChange {
  readonly id: Id<'flag_change'>;
  readonly place: Place;
  readonly state: (typeof flagChangeStates)[number];
  readonly baseRevision: number;
  readonly on: boolean;
  /** Null for a change of the switch alone. */
  readonly configuration: Configuration | null;
  readonly applyAt: Date | null;
  readonly askedBy: string;
  readonly askedById: string;
  readonly reviewedBy: string | null;
}

/** One change with its flag, locked. Throws `not_found`. */
export async function loadChange(
  { tx, actor }: WriteContext,
  id: Id<'flag_change'>,
): Promise<{ change: PendingChange; flag: Entity<'flag'> }> {
  const row = await tx
    .$extendTables<FlagsTables>()
    .selectFrom('flag_change')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem('not_found', 'There is no such change, or you may not see it.');
  return {
    change: {
      id: row.id,
      place: { flag: row.flag_id, environment: row.environment_id },
      state: row.state,
      baseRevision: row.base_revision,
      on: row.is_on,
      configuration: row.configuration,
      applyAt: row.apply_at,
      askedBy: row.asked_by,
      askedById: row.asked_by_id,
      reviewedBy: row.reviewed_by,
    },
    flag: await loadEntity(tx, actor, { kind: 'flag', id: row.flag_id }),
  };
}

/** What becomes of a change. */
export async function settleChange(
  { tx, now }: WriteContext,
  id: Id<'flag_change'>,
  outcome: {
    state: PendingChange['state'];
    revision?: number;
    outdated?: string;
    review?: { by: string; note: string };
  },
): Promise<void> {
  const over = outcome.state !== 'in-review' && outcome.state !== 'scheduled';
  await tx
    .$extendTables<FlagsTables>()
    .updateTable('flag_change')
    .set({
      state: outcome.state,
      ...(over ? { ended_at: toDate(now) } : {}),
      ...(outcome.revision === undefined ? {} : { applied_revision: outcome.revision }),
      ...(outcome.outdated === undefined ? {} : { outdated: outcome.outdated }),
      ...(outcome.review
        ? {
            reviewed_at: toDate(now),
            reviewed_by: outcome.review.by,
            review_note: outcome.review.note,
          }
        : {}),
    })
    .where('id', '=', id)
    .execute();
}

/** The changes whose moment has come, oldest first. */
export async function dueChanges(db: Db, now: Date): Promise<Id<'flag_change'>[]> {
  const rows = await db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_change')
    .select('id')
    .where('state', '=', 'scheduled')
    .where('apply_at', '<=', now)
    .orderBy('apply_at')
    .orderBy('id')
    .limit(200)
    .execute();
  return rows.map(({ id }) => id);
}

/** Who an actor is among identities: only people propose and review. Throws `forbidden`. */
export function identityOf(actor: Actor): string {
  if (actor.kind === 'member') return actor.id;
  throw problem('forbidden', 'Only a person proposes or reviews a change.');
}
