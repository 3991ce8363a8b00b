import {
  toReference,
  type EntityKind,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql } from 'kysely';
import { can } from '../../../platform/access/can.ts';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { summaryOf } from '../../../platform/entities/entity.ts';
import type { Needs } from '../../../platform/home/home.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { defaultConfiguration, standingOf, type Configuration, type Variation } from '../rules.ts';

type Page = OutputOf<OperationOf<'flags.listFlagChanges'>>;

interface Row {
  id: Id<'flag_change'>;
  flag_id: Id<'flag'>;
  kind: EntityKind;
  title: string;
  entity_state: string;
  owner_unit_id: Id<'unit'> | null;
  variations: Variation[];
  environment_id: Id<'environment'>;
  environment_title: string;
  environment_state: string;
  state: Page['items'][number]['state'];
  base_revision: number;
  is_on: boolean;
  configuration: Configuration | null;
  /** What it is put onto, where the switch alone changes; null where nobody configured it yet. */
  present: Configuration | null;
  note: string;
  apply_at: Date | null;
  asked_at: Date;
  asked_by: string;
  asked_by_id: string;
  reviewed_at: Date | null;
  reviewed_by: string | null;
  review_note: string;
  ended_at: Date | null;
  applied_revision: number | null;
  outdated: string;
}

interface Query {
  readonly flag?: Id<'flag'> | undefined;
  readonly environment?: Id<'environment'> | undefined;
  readonly open?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

async function changeRows(
  { db, actor }: ReadContext,
  query: Query & { readonly state?: 'in-review' },
  before: string | undefined,
) {
  const { rows } = await sql<Row>`
    select change.*, entity.kind, entity.title, entity.state as entity_state,
      entity.owner_unit_id, flag.variations, place.title as environment_title,
      place.state as environment_state, configured.configuration as present
    from flag_change change
    join flag on flag.id = change.flag_id
    join entity on entity.id = flag.id
    join entity place on place.id = change.environment_id
    left join flag_configuration configured on configured.flag_id = change.flag_id
      and configured.environment_id = change.environment_id
    where ${visible(actor)} and ${visible(actor, 'place')}
      ${query.flag ? sql`and change.flag_id = ${query.flag}` : sql``}
      ${query.environment ? sql`and change.environment_id = ${query.environment}` : sql``}
      ${query.open === undefined ? sql`` : sql`and (change.state in ('in-review', 'scheduled')) = ${query.open}`}
      ${query.state ? sql`and change.state = ${query.state}` : sql``}
      ${before === undefined ? sql`` : sql`and change.id < ${before}::uuid`}
    order by change.id desc limit ${query.limit + 1}
  `.execute(db);
  return rows;
}

/** Changes that wait or waited, newest first. */
export async function listChanges(context: ReadContext, query: Query): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  const rows = await changeRows(context, query, before);
  const shown = rows.slice(0, query.limit);
  return {
    items: shown.map((row) => viewOf(context, row)),
    nextCursor: rows.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

function viewOf({ actor }: ReadContext, row: Row): Page['items'][number] {
  const after = row.configuration ?? row.present ?? defaultConfiguration(row.variations);
  return {
    ref: toReference('flag_change', row.id),
    flag: summaryOf({ id: row.flag_id, kind: row.kind, title: row.title, state: row.entity_state }),
    environment: summaryOf({
      id: row.environment_id,
      kind: 'environment',
      title: row.environment_title,
      state: row.environment_state,
    }),
    state: row.state,
    on: row.is_on,
    configuration: row.configuration,
    says: standingOf(row.is_on, after, row.variations),
    note: row.note,
    baseRevision: row.base_revision,
    applyAt: row.apply_at?.toISOString() ?? null,
    askedAt: row.asked_at.toISOString(),
    askedBy: row.asked_by,
    mine: actor.kind === 'member' && actor.id === row.asked_by_id,
    reviewedAt: row.reviewed_at?.toISOString() ?? null,
    reviewedBy: row.reviewed_by,
    reviewNote: row.review_note,
    endedAt: row.ended_at?.toISOString() ?? null,
    appliedRevision: row.applied_revision,
    outdated: row.outdated,
  };
}

/** Other people's changes that wait for a review that the person may give. */
export const changeNeeds: Needs = async (context) => {
  const { actor } = context;
  if (actor.kind !== 'member') return [];
  const rows = await changeRows(context, { state: 'in-review', limit: 200 }, undefined);
  return rows
    .filter((row) => row.asked_by_id !== actor.id && can(actor, 'editor', row.owner_unit_id))
    .slice(0, 50)
    .map((row) => ({
      key: toReference('flag_change', row.id),
      entity: summaryOf({
        id: row.flag_id,
        kind: row.kind,
        title: row.title,
        state: row.entity_state,
      }),
      says: `${row.asked_by} wants to change it in ${row.environment_title}: ${row.configuration ? standingOf(row.is_on, row.configuration, row.variations) : `turned ${row.is_on ? 'on' : 'off'}`}`,
      dueOn: null,
      urgency: 'today',
      act: {
        label: 'Approve',
        operation: 'flags.approveFlagChange',
        params: { id: toReference('flag_change', row.id) },
        body: { note: '' },
        ifMatch: null,
      },
    }));
};
