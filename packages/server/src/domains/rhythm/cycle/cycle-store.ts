import { cycleTemplate, type CycleTemplate, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { RhythmTables } from '../tables.ts';

/** A template in the columns of its cycle. */
export function templateColumns(template: CycleTemplate) {
  return {
    short_title: template.shortTitle ?? null,
    rule: JSON.stringify(template.rule),
    occurrence_titles: template.occurrenceTitles,
    pre_read_business_days: template.preReadBusinessDays,
    duration_minutes: template.durationMinutes,
    led_by: JSON.stringify(template.ledBy),
    decider: JSON.stringify(template.decider),
    attendees: JSON.stringify(template.attendees),
    sessions: JSON.stringify(template.sessions),
    agenda: JSON.stringify(template.agenda),
    pack: JSON.stringify(template.pack),
    outputs: JSON.stringify(template.outputs),
  };
}

/** A cycle's row without its identity: what an import compares. Throws `not_found`. */
export async function cycleColumns(db: Db, id: Id<'cycle'>) {
  const row = await db
    .$extendTables<RhythmTables>()
    .selectFrom('cycle')
    .select(['short_title', 'rule', 'occurrence_titles', 'pre_read_business_days'])
    .select(['duration_minutes', 'led_by', 'decider', 'attendees', 'sessions'])
    .select(['agenda', 'pack', 'outputs'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('cycle');
  return row;
}

/** Keeps what a cycle says from now on as its next version, in its row and for good. */
export async function keepVersion(
  { tx, actor, now }: WriteContext,
  id: Id<'cycle'>,
  template: CycleTemplate,
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into cycle_version (cycle_id, version, template, at, identity_id)
    select ${id}::uuid, coalesce(max(version), 0) + 1, ${JSON.stringify(template)}::jsonb,
      ${toDate(now)}, ${actor.kind === 'member' ? actor.id : null}::uuid
    from cycle_version where cycle_id = ${id}::uuid
    returning version
  `.execute(tx);
  const version = rows[0]?.version ?? 1;
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('cycle')
    .set({ ...templateColumns(template), version })
    .where('id', '=', id)
    .execute();
  return version;
}

/** A cycle as it is written, at its present version. Throws `not_found`. */
export async function presentTemplate(
  db: Db,
  id: Id<'cycle'>,
): Promise<{
  key: string;
  template: CycleTemplate;
  version: number;
  copiedFrom: Id<'cycle'> | null;
}> {
  const { rows } = await sql<{
    key: string;
    template: unknown;
    version: number;
    copied_from_id: Id<'cycle'> | null;
  }>`
    select cycle.key, kept.template, cycle.version, copied_from_id from cycle
    join cycle_version kept on kept.cycle_id = cycle.id and kept.version = cycle.version
    where cycle.id = ${id}
  `.execute(db);
  const [row] = rows;
  if (!row) throw notFound('cycle');
  return {
    key: row.key,
    template: cycleTemplate.parse(row.template),
    version: row.version,
    copiedFrom: row.copied_from_id,
  };
}

/** What a cycle says of one of its reviews. */
export interface ReviewTemplate {
  readonly cycle: Id<'cycle'>;
  readonly version: number;
  readonly agenda: CycleTemplate['agenda'];
  readonly pack: CycleTemplate['pack'];
  readonly outputs: CycleTemplate['outputs'];
  /** Whether its reviews hold a retrospective. */
  readonly hasRetrospective: boolean;
}

/**
 * What the cycle of a review says of it: from the freeze on as it was then, whatever became of the
 * cycle or of the cadence since. Throws `not_found`.
 */
export async function templateOfReview(db: Db, review: Id<'review'>): Promise<ReviewTemplate> {
  const { rows } = await sql<{
    cycle_id: Id<'cycle'>;
    version: number;
    template: unknown;
    session: string | null;
  }>`
    select kept.cycle_id, kept.version, kept.template, cadence.session from review
    join cadence on cadence.id = review.cadence_id
    join cycle on cycle.id = cadence.cycle_id
    join cycle_version kept on kept.cycle_id = coalesce(review.frozen_cycle_id, cycle.id)
      and kept.version = coalesce(review.frozen_version, cycle.version)
    where review.id = ${review}
  `.execute(db);
  const [row] = rows;
  if (!row) throw notFound('review');
  const template = cycleTemplate.parse(row.template);
  const held = template.sessions.find(({ key }) => key === row.session);
  const { agenda, pack, outputs } = held ?? template;
  return {
    cycle: row.cycle_id,
    version: row.version,
    agenda,
    pack,
    outputs,
    hasRetrospective: !held && template.sessions.some(({ key }) => key === 'retrospective'),
  };
}
