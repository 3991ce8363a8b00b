import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ActContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { DeliveryTables } from '../tables.ts';
import { sourceTaken } from './followed-store.ts';
import { openTracker } from './open-tracker.ts';
import { TrackerFault } from './outside-story.ts';
import { loadTracker } from './tracker-store.ts';

type Input = ParsedInput<OperationOf<'delivery.followBacklog'>>['body'];

/** The job that takes a backlog one or more steps on; its input names the backlog. */
export const followJob = 'delivery.follow-backlog';

/**
 * Has a unit's backlog follow a source: what must be known of it is asked now, its stories come by a
 * job. Throws `already_exists`, `delivery.tracker_refused`.
 */
export async function followBacklog(
  context: ActContext,
  { secrets, jobs }: { secrets: Secrets; jobs: Pick<Jobs, 'enqueue'> },
  { tracker, unit, source }: Input,
): Promise<Id<'followed_backlog'>> {
  const { db, actor, now } = context;
  authorise(actor, 'owner', unit);
  const { title: unitTitle } = await loadEntity(db, actor, { kind: 'unit', id: unit });
  const row = await loadTracker(db, tracker);
  const found = await scopeOf(secrets, row, source, now);
  return context.write(async (writing) => {
    const { tx } = writing;
    const taken = await sourceTaken(tx, { tracker, ...source });
    if (taken) {
      throw problem('already_exists', `The backlog of ${taken} follows ${found.title} already.`);
    }
    const id = newId('followed_backlog');
    await tx
      .$extendTables<DeliveryTables>()
      .insertInto('followed_backlog')
      .values({
        id,
        tracker_id: tracker,
        unit_id: unit,
        source_kind: source.kind,
        source_key: source.key,
        source_title: found.title.slice(0, 200),
        scope: JSON.stringify(found.scope),
        total: found.total,
        due_at: toDate(writing.now),
        created_at: toDate(writing.now),
        created_by: actor.name,
      })
      .execute();
    await jobs.enqueue(tx, followJob, { backlog: id });
    await record(writing, {
      action: 'followed_backlog.created',
      entity: { kind: 'unit', id: unit },
      after: {
        backlog: toReference('followed_backlog', id),
        unit: unitTitle,
        tracker: row.name,
        source,
      },
    });
    return id;
  });
}

async function scopeOf(
  secrets: Secrets,
  row: Awaited<ReturnType<typeof loadTracker>>,
  source: Input['source'],
  now: Temporal.Instant,
) {
  try {
    return await openTracker(secrets, row, () => now).scopeOf(source);
  } catch (error) {
    if (!(error instanceof TrackerFault)) throw error;
    throw problem('delivery.tracker_refused', error.message);
  }
}
