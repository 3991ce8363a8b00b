import {
  toReference,
  type DeploymentState,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor } from '../../../platform/http/cursor.ts';
import { stepSays, type StepDefinition } from '../pipeline.ts';
import { fieldsOf, page } from '../repositories/views.ts';
import { hasRunner } from '../runners/store.ts';
import type { AttemptState, Failure, Health, Phase, StepState, Suspect } from '../tables.ts';
import { activeStates, actsOn } from './deployment-rules.ts';
import { isOvertaken } from './store.ts';

type Listed = OutputOf<OperationOf<'release.listDeployments'>>;
type View = OutputOf<OperationOf<'release.getDeployment'>>;
type Board = OutputOf<OperationOf<'release.getBoard'>>;
type Row = Listed['items'][number];
type Log = OutputOf<OperationOf<'release.getAttemptLog'>>;

interface DeploymentRecord {
  id: Id<'deployment'>;
  title: string;
  state: DeploymentState;
  repository_id: Id<'repository'>;
  repository_title: string;
  environment_id: Id<'environment'>;
  environment_title: string;
  release_id: string;
  release_title: string;
  version: string;
  sha: string;
  current: boolean;
  requested_by: string;
  requested_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  health: Health;
  health_says: string;
  health_at: Date | null;
  health_until: Date | null;
  phase: Phase;
  pipeline_digest: string;
  failure: Failure | null;
  question: string | null;
  suspects: Suspect[];
  last_good_id: string | null;
  trusted: boolean;
}

const columns = sql`
  entity.id, entity.title, deployment.state, deployment.repository_id,
  home.title as repository_title, deployment.environment_id, place.title as environment_title,
  deployment.release_id, cut.title as release_title, release.version, deployment.sha,
  deployment.current, deployment.requested_by, deployment.requested_at, deployment.started_at,
  deployment.finished_at, deployment.health, deployment.health_says, deployment.health_at,
  deployment.health_until, deployment.phase, deployment.pipeline_digest, deployment.failure,
  deployment.question, deployment.suspects, deployment.last_good_id, repository.trusted`;

const joined = (context: ReadContext) => sql`
  deployment
  join entity on entity.id = deployment.id and ${visible(context.actor)}
  join repository on repository.id = deployment.repository_id
  join release on release.id = deployment.release_id
  join entity home on home.id = deployment.repository_id and ${visible(context.actor, 'home')}
  join entity place on place.id = deployment.environment_id and ${visible(context.actor, 'place')}
  join entity cut on cut.id = deployment.release_id and ${visible(context.actor, 'cut')}`;

const iso = (date: Date | null) => date?.toISOString() ?? null;

function deploymentRow(row: DeploymentRecord, now: Temporal.Instant): Row {
  const expired = row.health_until !== null && row.health_until < toDate(now);
  return {
    ref: toReference('deployment', row.id),
    title: row.title,
    state: row.state,
    repository: { ref: toReference('repository', row.repository_id), title: row.repository_title },
    environment: {
      ref: toReference('environment', row.environment_id),
      title: row.environment_title,
    },
    release: {
      ref: toReference('release', row.release_id),
      title: row.release_title,
      version: row.version,
    },
    sha: row.sha,
    health: {
      state: expired ? 'unknown' : row.health,
      says: expired ? 'The last observation is too old.' : row.health_says,
      at: iso(row.health_at),
      until: iso(row.health_until),
    },
    current: row.current,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.toISOString(),
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
  };
}

/** Deployments, newest first. */
export async function listDeployments(
  context: ReadContext,
  query: ParsedInput<OperationOf<'release.listDeployments'>>['query'],
): Promise<Listed> {
  const [at, id] = readCursor(query.cursor, 2);
  const where = (column: string, value: string | undefined): RawBuilder<unknown> =>
    value === undefined ? sql`true` : sql`${sql.ref(`deployment.${column}`)} = ${value}`;
  const { rows } = await sql<DeploymentRecord>`
    select ${columns} from ${joined(context)}
    where ${where('repository_id', query.repository)} and ${where('environment_id', query.environment)}
      and ${where('release_id', query.release)} and ${where('state', query.state)}
      and ${at === undefined ? sql`true` : sql`(deployment.requested_at, deployment.id) < (${at}::timestamptz, ${id}::uuid)`}
    order by deployment.requested_at desc, deployment.id desc limit ${query.limit + 1}
  `.execute(context.db);
  return page(
    rows,
    query.limit,
    (row) => deploymentRow(row, context.now),
    (row) => [row.requested_at.toISOString(), row.id],
  );
}

interface StepRecord {
  id: string;
  phase: Phase;
  kind: 'command' | 'http' | 'approval';
  name: string;
  definition: StepDefinition;
  state: StepState;
  note: string | null;
}

interface AttemptRecord {
  id: string;
  step_id: string;
  attempt: number;
  state: AttemptState;
  says: string;
  runner: string | null;
  started_at: Date | null;
  finished_at: Date | null;
}

/** A deployment with its steps, its failure and what can be done. */
export async function deploymentView(context: ReadContext, id: Id<'deployment'>): Promise<View> {
  const { db, now } = context;
  const detail = await entityDetail(context, { kind: 'deployment', id });
  const { rows } = await sql<DeploymentRecord>`
    select ${columns} from ${joined(context)} where deployment.id = ${id}
  `.execute(db);
  const [row] = rows;
  if (!row) throw notFound('deployment');
  const steps = await sql<StepRecord>`
    select id, phase, kind, name, definition, state, note from deployment_step
    where deployment_id = ${id} order by phase, ordinal
  `.execute(db);
  const attempts = await sql<AttemptRecord>`
    select attempt.id, attempt.step_id, attempt.attempt, attempt.state, attempt.says,
      runner.name as runner, attempt.started_at, attempt.finished_at
    from step_attempt attempt left join runner on runner.id = attempt.runner_id
    where attempt.deployment_id = ${id} order by attempt.attempt
  `.execute(db);
  const overtaken = await isOvertaken(db, row);
  return {
    ...fieldsOf(detail),
    ...deploymentRow(row, now),
    pipelineDigest: row.pipeline_digest,
    steps: steps.rows.map((step) => ({
      ref: toReference('step', step.id),
      name: step.name,
      kind: step.kind,
      phase: step.phase,
      state: step.state,
      does: stepSays(step.definition),
      repeatable: !('run' in step.definition) || step.definition.repeatable,
      note: step.note,
      attempts: attempts.rows.filter(({ step_id }) => step_id === step.id).map(attemptView),
    })),
    failure: row.failure && {
      class: row.failure.class,
      says: row.failure.says,
      step: row.failure.step === null ? null : toReference('step', row.failure.step),
      at: row.failure.at,
      log: [...row.failure.log],
    },
    question: row.question,
    waitingFor: await waitingFor(context, row, attempts.rows),
    suspects: row.suspects,
    lastGood: await lastGood(context, row.last_good_id),
    can: actsOn({ ...row, overtaken, steps: steps.rows }),
  };
}

function attemptView(row: AttemptRecord): View['steps'][number]['attempts'][number] {
  return {
    ref: toReference('attempt', row.id),
    attempt: row.attempt,
    state: row.state,
    says: row.says,
    runner: row.runner,
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
  };
}

async function waitingFor(
  context: ReadContext,
  row: DeploymentRecord,
  attempts: readonly AttemptRecord[],
): Promise<string | null> {
  if (row.state === 'queued') {
    const { rows } = await sql<{ title: string }>`
      select entity.title from deployment join entity on entity.id = deployment.id
      where deployment.environment_id = ${row.environment_id}
        and deployment.repository_id = ${row.repository_id}
        and deployment.state = any(${[...activeStates]}::text[]) and ${visible(context.actor)}
      limit 1
    `.execute(context.db);
    return rows[0] ? `It waits for “${rows[0].title}”.` : 'It waits for its turn.';
  }
  const ready = attempts.some(({ state }) => state === 'ready');
  if (!ready || row.state === 'gating') return null;
  return (await hasRunner(context.db, context.now, row.trusted)) ? null : 'It waits for a runner.';
}

async function lastGood(context: ReadContext, id: string | null): Promise<View['lastGood']> {
  if (id === null) return null;
  const { rows } = await sql<{ release_id: string; title: string; version: string }>`
    select deployment.release_id, entity.title, release.version
    from deployment join release on release.id = deployment.release_id
    join entity on entity.id = release.id where deployment.id = ${id} and ${visible(context.actor)}
  `.execute(context.db);
  const [row] = rows;
  return row
    ? {
        ref: toReference('release', row.release_id),
        title: row.title,
        version: row.version,
        deployment: toReference('deployment', id),
      }
    : null;
}

const chunkLimit = 200;

/** The log of an attempt after a chunk. */
export async function attemptLog(
  context: ReadContext,
  id: Id<'attempt'>,
  after: number,
): Promise<Log> {
  const found = await sql<{ state: AttemptState; log_truncated: boolean }>`
    select attempt.state, attempt.log_truncated from step_attempt attempt
    join entity on entity.id = attempt.deployment_id
    where attempt.id = ${id} and ${visible(context.actor)}
    union all
    select attempt.state, attempt.log_truncated from check_attempt attempt
    join queue_build build on build.id = attempt.build_id
    join entity on entity.id = build.repository_id
    where attempt.id = ${id} and ${visible(context.actor)}
  `.execute(context.db);
  const [attempt] = found.rows;
  if (!attempt) throw notFound('attempt');
  const { rows } = await sql<{ sequence: number; text: string }>`
    select sequence, text from attempt_log where attempt_id = ${id} and sequence > ${after}
    union all
    select sequence, text from check_log where attempt_id = ${id} and sequence > ${after}
    order by sequence limit ${chunkLimit + 1}
  `.execute(context.db);
  const shown = rows.slice(0, chunkLimit);
  return {
    text: shown.map(({ text }) => text).join(''),
    last: shown.at(-1)?.sequence ?? after,
    more: rows.length > chunkLimit,
    ended: attempt.state !== 'ready' && attempt.state !== 'running',
    truncated: attempt.log_truncated,
  };
}

/** Every repository in every environment: what runs, and what deploys now. */
export async function board(context: ReadContext): Promise<Board> {
  const { db, actor, now } = context;
  const places = await sql<{ id: string; title: string; key: string; frozen: boolean }>`
    select entity.id, entity.title, environment.key,
      exists (select 1 from environment_freeze current_freeze where current_freeze.environment_id = environment.id
        and current_freeze.ended_at is null and (current_freeze.until is null or current_freeze.until > ${toDate(now)})) as frozen
    from environment join entity on entity.id = environment.id
    where ${visible(actor)} and entity.state = 'open'
    order by environment.position, environment.key
  `.execute(db);
  const repositories = await sql<{ id: string; title: string }>`
    select entity.id, entity.title from repository join entity on entity.id = repository.id
    where ${visible(actor)} order by entity.title, entity.id limit 200
  `.execute(db);
  const { rows } = await sql<DeploymentRecord>`
    select ${columns} from ${joined(context)}
    where deployment.current or deployment.state = any(${[...activeStates]}::text[])
  `.execute(db);
  const queues = await sql<{ environment_id: string; repository_id: string; queued: number }>`
    select environment_id, repository_id, count(*)::int as queued from deployment
    where state = 'queued' group by environment_id, repository_id
  `.execute(db);
  return {
    environments: places.rows.map(({ id, title, key, frozen }) => ({
      ref: toReference('environment', id),
      title,
      key,
      frozen,
    })),
    rows: repositories.rows.map((repository) => ({
      repository: { ref: toReference('repository', repository.id), title: repository.title },
      cells: places.rows.map((place) => {
        const here = rows.filter(
          (row) => row.repository_id === repository.id && row.environment_id === place.id,
        );
        const current = here.find((row) => row.current);
        const active = here.find((row) => (activeStates as readonly string[]).includes(row.state));
        const queue = queues.rows.find(
          (row) => row.repository_id === repository.id && row.environment_id === place.id,
        );
        return {
          environment: toReference('environment', place.id),
          current: current ? deploymentRow(current, now) : null,
          active: active ? deploymentRow(active, now) : null,
          queued: queue?.queued ?? 0,
        };
      }),
    })),
  };
}

/** Deployments that only a person can take further: failed ones of today's places, held ones, approvals. */
export async function deploymentsWaiting(context: ReadContext) {
  const { rows } = await sql<{
    id: string;
    title: string;
    state: DeploymentState;
    question: string | null;
    says: string | null;
  }>`
    select entity.id, entity.title, deployment.state, deployment.question,
      deployment.failure ->> 'says' as says
    from deployment join entity on entity.id = deployment.id
    where ${visible(context.actor)} and (deployment.state in ('held', 'approving')
      or (deployment.state = 'failed' and not exists (select 1 from deployment later
        where later.environment_id = deployment.environment_id
          and later.repository_id = deployment.repository_id and later.id > deployment.id)))
    order by deployment.id desc limit 50
  `.execute(context.db);
  return rows;
}
