import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { loadRepository } from '../repositories/store.ts';
import { commandsRefused, type RunnerCheck } from '../runners/require-runner.ts';
import type { CheckDefinition } from '../workflow/queue-section.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import {
  attemptsOf,
  checkLogTail,
  commitChecks,
  queuePause,
  undeployedReleases,
} from './queue-store.ts';
import type { BuildPart, BuildState, EntryState } from './queue-tables.ts';

type Queue = OutputOf<OperationOf<'release.getQueue'>>;
type Entry = Queue['entries'][number];
type Build = Queue['builds'][number];

interface EntryRecord {
  id: string;
  change_id: string;
  change_title: string;
  branch: string;
  head: string;
  state: EntryState;
  incident: boolean;
  high: boolean;
  queued_by: string;
  queued_at: Date;
  settled_at: Date | null;
  says: string;
  other: { id: string; title: string } | null;
  conflicts: string[];
  candidate: string | null;
  attempt_id: Id<'attempt'> | null;
}

async function entryRecords(
  context: ReadContext,
  which: RawBuilder<unknown>,
): Promise<EntryRecord[]> {
  const { rows } = await sql<EntryRecord>`
    select entry.id, entry.change_id, entity.title as change_title, entry.branch, entry.head,
      entry.state, entry.incident, entry.high, entry.queued_by, entry.queued_at, entry.settled_at,
      entry.says, entry.conflicts, entry.candidate, entry.attempt_id,
      (select json_build_object('id', other.id, 'title', other.title) from entity other
        where other.id = entry.waits_for and ${visible(context.actor, 'other')}) as other
    from queue_entry entry join entity on entity.id = entry.change_id
    where ${visible(context.actor)} and ${which}
  `.execute(context.db);
  return rows;
}

async function entryView(
  context: ReadContext,
  row: EntryRecord,
  position: number | null,
): Promise<Entry> {
  return {
    ref: toReference('queue_entry', row.id),
    change: { ref: toReference('change', row.change_id), title: row.change_title },
    branch: row.branch,
    head: row.head,
    state: row.state,
    lane: row.incident ? 'incident' : row.high ? 'high' : 'normal',
    queuedBy: row.queued_by,
    queuedAt: row.queued_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
    position,
    says: row.says,
    conflictsWith: row.other && {
      ref: toReference('change', row.other.id),
      title: row.other.title,
    },
    conflicts: row.conflicts,
    commit: row.candidate,
    attempt: row.attempt_id && toReference('attempt', row.attempt_id),
    log:
      row.state === 'out' && row.attempt_id ? await checkLogTail(context.db, row.attempt_id) : [],
  };
}

const settledShown = 50;
const buildsShown = 20;

/** A merge queue as its page shows it. */
export async function queueView(
  context: ReadContext,
  runners: RunnerCheck,
  repository: Id<'repository'>,
): Promise<Queue> {
  const { db, actor, now } = context;
  await loadEntity(db, actor, { kind: 'repository', id: repository });
  const { default_branch: branch, trusted } = await loadRepository(db, repository);
  const { queue } = await workflowOf(db, repository);
  const pause = await queuePause(db, repository);
  const waiting = await entryRecords(
    context,
    sql`entry.repository_id = ${repository} and entry.state in ('queued', 'landing')
      order by entry.incident desc, entry.high desc, entry.id limit 500`,
  );
  const settled = await entryRecords(
    context,
    sql`entry.repository_id = ${repository} and entry.settled_at is not null
      order by entry.settled_at desc, entry.id desc limit ${settledShown}`,
  );
  const commands = queue?.checks.some((check) => 'run' in check) ?? false;
  return {
    policy: queue
      ? {
          branch: branch ?? '',
          merge: queue.merge,
          label: queue.label ?? null,
          incident: queue.incident ?? null,
          batch: queue.batch,
          parallel: queue.parallel,
          checks: queue.checks.map(({ name }) => name),
        }
      : null,
    paused: pause && { by: pause.by, at: pause.at.toISOString(), reason: pause.reason },
    backlog: queue?.pause ? await backlogView(context, repository, queue.pause) : null,
    commandsRefused: commands ? await commandsRefused(db, now, runners, trusted) : null,
    entries: await Promise.all(waiting.map((row, index) => entryView(context, row, index + 1))),
    builds: await buildViews(context, repository),
    settled: await Promise.all(settled.map((row) => entryView(context, row, null))),
  };
}

async function backlogView(
  context: ReadContext,
  repository: Id<'repository'>,
  limit: { environment: string; undeployed: number },
): Promise<NonNullable<Queue['backlog']>> {
  const undeployed = await undeployedReleases(context.db, repository, limit.environment);
  return {
    environment: limit.environment,
    undeployed,
    limit: limit.undeployed,
    holds: undeployed >= limit.undeployed,
  };
}

interface BuildRecord {
  id: Id<'queue_build'>;
  sha: string;
  state: BuildState;
  says: string;
  parts: BuildPart[];
  checks: CheckDefinition[];
  started_at: Date;
  finished_at: Date | null;
}

async function buildViews(context: ReadContext, repository: Id<'repository'>): Promise<Build[]> {
  const { db, actor } = context;
  const { rows } = await sql<BuildRecord>`
    select id, sha, state, says, parts, checks, started_at, finished_at from queue_build
    where repository_id = ${repository}
    order by state = 'running' desc, started_at desc, id desc limit ${buildsShown}
  `.execute(db);
  const changes = [...new Set(rows.flatMap(({ parts }) => parts.map(({ change }) => change)))];
  const named = await sql<{ id: string; title: string }>`
    select id, title from entity where id = any(${changes}::uuid[]) and ${visible(actor)}
  `.execute(db);
  const titles = new Map(named.rows.map(({ id, title }) => [id, title]));
  return Promise.all(
    rows.map(async (row) => ({
      ref: toReference('queue_build', row.id),
      sha: row.sha,
      state: row.state,
      says: row.says,
      changes: row.parts.flatMap(({ change }) => {
        const title = titles.get(change);
        return title === undefined ? [] : [{ ref: toReference('change', change), title }];
      }),
      checks: await checkViews(context, repository, row),
      startedAt: row.started_at.toISOString(),
      finishedAt: row.finished_at?.toISOString() ?? null,
    })),
  );
}

const commandStates = {
  ready: 'waiting',
  running: 'running',
  succeeded: 'green',
  failed: 'red',
  'timed-out': 'red',
  lost: 'waiting',
  cancelled: 'stopped',
} as const;
const outsideStates = { pending: 'running', success: 'green', failure: 'red' } as const;

async function checkViews(
  context: ReadContext,
  repository: Id<'repository'>,
  build: BuildRecord,
): Promise<Build['checks']> {
  const attempts = await attemptsOf(context.db, build.id);
  const outside = await commitChecks(context.db, repository, build.sha);
  return build.checks.map((check) => {
    const { name } = check;
    if ('run' in check) {
      const last = attempts.findLast((attempt) => attempt.name === name);
      return {
        name,
        kind: 'command' as const,
        state: last ? commandStates[last.state] : 'waiting',
        says: last?.says ?? '',
        url: null,
        attempt: last ? toReference('attempt', last.id) : null,
      };
    }
    const said = outside.get(name);
    const open = build.state === 'running' ? 'waiting' : build.state;
    return {
      name,
      kind: 'outside' in check ? ('outside' as const) : ('tests' as const),
      state: said ? outsideStates[said.state] : open,
      says: said?.says ?? '',
      url: said?.url ?? null,
      attempt: null,
    };
  });
}

/** A change's last time in the queue; null where it never was in one. */
export async function changeQueueView(
  context: ReadContext,
  change: Id<'change'>,
): Promise<Entry | null> {
  const [row] = await entryRecords(
    context,
    sql`entry.change_id = ${change} order by entry.id desc limit 1`,
  );
  if (!row) return null;
  const live = row.state === 'queued' || row.state === 'landing';
  const { rows } = await sql<{ before: number }>`
    select count(*)::int as before from queue_entry other
    join queue_entry own on own.repository_id = other.repository_id and own.id = ${row.id}
    where other.state in ('queued', 'landing')
      and (not other.incident, not other.high, other.id) < (not own.incident, not own.high, own.id)
  `.execute(context.db);
  return entryView(context, row, live ? (rows[0]?.before ?? 0) + 1 : null);
}

/** Open changes that were put out of a queue and are still as they were then, for who can help. */
export async function changesPutOut(context: ReadContext) {
  const { actor } = context;
  const { rows } = await sql<{
    id: string;
    title: string;
    says: string;
    owner_unit_id: Id<'unit'> | null;
  }>`
    select entity.id, entity.title, entry.says, entity.owner_unit_id
    from queue_entry entry join entity on entity.id = entry.change_id
    join change on change.id = entry.change_id
    where ${visible(actor)} and entity.state = 'open' and entry.state = 'out'
      and not exists (select 1 from queue_entry later
        where later.change_id = entry.change_id and later.id > entry.id)
      and (entry.queued_by_id = ${actor.id} or change.author = ${actor.name} or entry.by_label)
    order by entry.settled_at desc limit 50
  `.execute(context.db);
  return rows;
}
