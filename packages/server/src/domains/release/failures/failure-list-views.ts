import {
  toReference,
  type DeploymentState,
  type FailureClass,
  type FailureState,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
  type Settlement,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { readCursor } from '../../../platform/http/cursor.ts';
import { page } from '../repositories/views.ts';

type Listed = OutputOf<OperationOf<'release.listFailures'>>;
type Query = ParsedInput<OperationOf<'release.listFailures'>>['query'];

/** A failure as lists show it. */
export type FailureListRow = Listed['items'][number];

/** A failure with the names that a row shows. */
export interface FailureRecord {
  id: Id<'failure'>;
  title: string;
  state: FailureState;
  revision: number;
  owner_unit_id: Id<'unit'> | null;
  owner_unit_title: string | null;
  class: FailureClass;
  says: string;
  step_name: string | null;
  repository_id: Id<'repository'>;
  repository_title: string;
  environment_id: Id<'environment'> | null;
  environment_title: string | null;
  production: boolean | null;
  deployment_id: Id<'deployment'> | null;
  deployment_title: string | null;
  deployment_state: DeploymentState | null;
  version: string | null;
  change_id: Id<'change'> | null;
  change_title: string | null;
  assignee_id: Id<'person'> | null;
  assignee_title: string | null;
  at: Date;
  weight: number;
  signature: string;
  held_until: Date | null;
  held_reason: string | null;
  seen_before: number;
  settled_at: Date | null;
  settled_how: Settlement | null;
  settled_note: string | null;
  settled_by: string | null;
}

/** The columns of a failure's record. */
export const failureColumns = (context: ReadContext): RawBuilder<unknown> => sql`
  failure.id, entity.title, entity.state, entity.revision, entity.owner_unit_id,
  owner.title as owner_unit_title, failure.class, failure.says, failure.step_name,
  failure.repository_id, home.title as repository_title, failure.environment_id,
  place.title as environment_title, environment.production, failure.deployment_id,
  deployed.title as deployment_title, deployment.state as deployment_state, release.version,
  failure.change_id, changed.title as change_title, failure.assignee_id,
  assignee.title as assignee_title, failure.at, failure.weight, failure.signature,
  failure.held_until, failure.held_reason, failure.settled_at, failure.settled_how,
  failure.settled_note, failure.settled_by,
  (select count(*)::int from failure earlier
    join entity known on known.id = earlier.id and ${visible(context.actor, 'known')}
    where earlier.signature = failure.signature
      and (earlier.at, earlier.id) < (failure.at, failure.id)) as seen_before`;

/** The tables behind a failure's record; what the actor may not see of its place hides all of it. */
export const failureTables = (context: ReadContext): RawBuilder<unknown> => sql`
  failure
  join entity on entity.id = failure.id and ${visible(context.actor)}
  join entity home on home.id = failure.repository_id and ${visible(context.actor, 'home')}
  left join entity place on place.id = failure.environment_id
  left join environment on environment.id = failure.environment_id
  left join deployment on deployment.id = failure.deployment_id
  left join entity deployed on deployed.id = failure.deployment_id
  left join release on release.id = deployment.release_id
  left join entity changed on changed.id = failure.change_id
  left join entity owner on owner.id = entity.owner_unit_id
  left join entity assignee on assignee.id = failure.assignee_id`;

/** What keeps failures from an actor who doesn't see where or of what they are. */
export const failurePlacesSeen = ({ actor }: ReadContext): RawBuilder<boolean> => sql<boolean>`
  (place.id is null or ${visible(actor, 'place')})
  and (deployed.id is null or ${visible(actor, 'deployed')})
  and (changed.id is null or ${visible(actor, 'changed')})`;

/** A record as lists show it. */
export function failureListRow(row: FailureRecord): FailureListRow {
  return {
    ref: toReference('failure', row.id),
    title: row.title,
    state: row.state,
    class: row.class,
    says: row.says,
    step: row.step_name,
    repository: { ref: toReference('repository', row.repository_id), title: row.repository_title },
    environment:
      row.environment_id && row.environment_title !== null
        ? { ref: toReference('environment', row.environment_id), title: row.environment_title }
        : null,
    production: row.production ?? false,
    deployment:
      row.deployment_id &&
      row.deployment_title !== null &&
      row.deployment_state !== null &&
      row.version !== null
        ? {
            ref: toReference('deployment', row.deployment_id),
            title: row.deployment_title,
            state: row.deployment_state,
            version: row.version,
          }
        : null,
    change:
      row.change_id && row.change_title !== null
        ? { ref: toReference('change', row.change_id), title: row.change_title }
        : null,
    ownerUnit: ownerUnitOf(row),
    assignee:
      row.assignee_id && row.assignee_title !== null
        ? { ref: toReference('person', row.assignee_id), title: row.assignee_title }
        : null,
    at: row.at.toISOString(),
    heldUntil: row.held_until?.toISOString() ?? null,
    heldReason: row.held_reason,
    seenBefore: row.seen_before,
    settled: settledOf(row),
    revision: row.revision,
  };
}

/** What ended a failure, or null. */
export function settledOf(
  row: Pick<FailureRecord, 'settled_at' | 'settled_how' | 'settled_note' | 'settled_by'>,
): FailureListRow['settled'] {
  return row.settled_at && row.settled_how
    ? {
        how: row.settled_how,
        note: row.settled_note ?? '',
        by: row.settled_by ?? '',
        at: row.settled_at.toISOString(),
      }
    : null;
}

function filters({ actor }: ReadContext, { state, ...query }: Query): RawBuilder<unknown> {
  const equals = (column: string, value: string | undefined) =>
    value === undefined ? sql`true` : sql`${sql.ref(`failure.${column}`)} = ${value}`;
  return sql`
    ${state === 'unsettled' ? sql`failure.settled_at is null` : state === 'settled' ? sql`failure.settled_at is not null` : sql`failure.settled_at is null and entity.state = ${state}`}
    and ${equals('class', query.class)} and ${equals('repository_id', query.repository)}
    and ${equals('environment_id', query.environment)} and ${equals('assignee_id', query.assignee)}
    and ${query.unit === undefined ? sql`true` : sql`entity.owner_unit_id = ${query.unit}`}
    and ${
      query.service === undefined
        ? sql`true`
        : sql`exists (select 1 from link where link.from_id = failure.repository_id
            and link.relation = 'builds' and link.to_id = ${query.service} and link.until is null)`
    }
    and ${
      query.like === undefined
        ? sql`true`
        : sql`failure.id <> ${query.like} and failure.signature =
            (select liked.signature from failure liked join entity pattern on pattern.id = liked.id
              where liked.id = ${query.like} and ${visible(actor, 'pattern')})`
    }`;
}

/** Failures: the worst first and then the newest; settled ones by when they were. */
export async function listFailures(context: ReadContext, query: Query): Promise<Listed> {
  const settled = query.state === 'settled';
  const key = readCursor(query.cursor, settled ? 2 : 3);
  const after =
    key.length === 0
      ? sql`true`
      : settled
        ? sql`(failure.settled_at, failure.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`
        : sql`(failure.weight, failure.at, failure.id) <
            (${key[0]}::integer, ${key[1]}::timestamptz, ${key[2]}::uuid)`;
  const order = settled
    ? sql`failure.settled_at desc, failure.id desc`
    : sql`failure.weight desc, failure.at desc, failure.id desc`;
  const { rows } = await sql<FailureRecord>`
    select ${failureColumns(context)} from ${failureTables(context)}
    where ${failurePlacesSeen(context)} and ${filters(context, query)} and ${after}
    order by ${order} limit ${query.limit + 1}
  `.execute(context.db);
  return page(rows, query.limit, failureListRow, (row) =>
    settled
      ? [row.settled_at?.toISOString() ?? '', row.id]
      : [String(row.weight), row.at.toISOString(), row.id],
  );
}
