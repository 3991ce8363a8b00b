import type { Id, OperationOf, OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity, summaryOf } from '../../../platform/entities/entity.ts';
import { linkedEntities } from '../../../platform/entities/linked-views.ts';
import { parseReference } from '@throughline/contract';
import { deployedBefore } from '../../release/index.ts';
import { loadIncident, repositoriesOf } from './incident-store.ts';

type Proposed = OutputOf<OperationOf<'operations.proposeIncidentCauses'>>['items'];

const week = { hours: 7 * 24 };

/** `40 minutes`, `3 hours`, `2 days`: as people say how long before. */
function spokenSpan(from: Temporal.Instant, to: Temporal.Instant): string {
  const minutes = Math.max(0, Math.round(from.until(to).total('minutes')));
  const [count, noun] =
    minutes < 90
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day'];
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

async function changesBefore(
  context: ReadContext,
  services: readonly string[],
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): Promise<Proposed> {
  if (services.length === 0) return [];
  const { rows } = await sql<{
    id: Id<'infrastructure_change'>;
    kind: 'infrastructure_change';
    title: string;
    state: string;
    at: Date;
  }>`
    select distinct entity.id, entity.kind, entity.title, entity.state, began_at as at
    from infrastructure_change
    join entity on entity.id = infrastructure_change.id and ${visible(context.actor)}
    join link on link.from_id = entity.id and link.relation = 'affects' and link.until is null
      and link.to_id = any(${[...services]}::uuid[])
    where began_at between ${toDate(from)} and ${toDate(to)}
    order by began_at desc limit 20
  `.execute(context.db);
  return rows.map((row) => ({
    entity: summaryOf(row),
    at: row.at.toISOString(),
    says: `Begun ${spokenSpan(Temporal.Instant.fromEpochMilliseconds(row.at.getTime()), to)} before`,
  }));
}

/**
 * What may have caused an incident: what was deployed to its service in the week before it began, in
 * production first, and what was changed under it; the latest first. A person chooses.
 */
export async function proposedCauses(context: ReadContext, id: Id<'incident'>): Promise<Proposed> {
  await loadEntity(context.db, context.actor, { kind: 'incident', id });
  const { opened_at } = await loadIncident(context.db, id);
  const to = Temporal.Instant.fromEpochMilliseconds(opened_at.getTime());
  const span = { from: to.subtract(week), to };
  const affected = (await linkedEntities(context, [id], 'affects', 'from')).get(id) ?? [];
  const services = affected
    .filter(({ entity }) => entity.kind === 'service')
    .map(({ entity }) => parseReference(entity.ref)?.id ?? '');
  const repositories = await repositoriesOf(context.db, services);
  const deployed = (await deployedBefore(context, repositories, span)).map(
    ({ entity, environment, at }) => ({
      entity,
      at: at.toString({ smallestUnit: 'millisecond' }),
      says: `Deployed to ${environment} ${spokenSpan(at, to)} before`,
    }),
  );
  return [...deployed, ...(await changesBefore(context, services, span))];
}
