import {
  toReference,
  type DeploymentState,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
  type StepKind,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor } from '../../../platform/http/cursor.ts';
import { isRepeatable, stepSays, type PlannedWave, type StepDefinition } from '../pipeline.ts';
import { fieldsOf, page } from '../repositories/views.ts';
import type {
  AttemptState,
  Despite,
  Failure,
  Health,
  Phase,
  StepState,
  Suspect,
} from '../tables.ts';
import { actsOn, waveState } from './deployment-rules.ts';
import { isOvertaken } from './place-store.ts';
import { promotionsOf } from './promotion-views.ts';
import { waitingFor } from './waiting-views.ts';

type Listed = OutputOf<OperationOf<'release.listDeployments'>>;
type View = OutputOf<OperationOf<'release.getDeployment'>>;
type Row = Listed['items'][number];

/** A deployment with the names that a row shows. */
export interface DeploymentRecord {
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
  waves: PlannedWave[];
  strategy: string | null;
  hotfix_reason: string | null;
  hotfix_until: Date | null;
  hotfix_approved_by: string | null;
  despite: Despite[];
  revision_probe: object | null;
  observed_revision: string | null;
  observed_at: Date | null;
  observed_says: string;
  drift_since: Date | null;
}

/** The columns of a deployment's record. */
export const deploymentColumns = sql`
  entity.id, entity.title, deployment.state, deployment.repository_id,
  home.title as repository_title, deployment.environment_id, place.title as environment_title,
  deployment.release_id, cut.title as release_title, release.version, deployment.sha,
  deployment.current, deployment.requested_by, deployment.requested_at, deployment.started_at,
  deployment.finished_at, deployment.health, deployment.health_says, deployment.health_at,
  deployment.health_until, deployment.phase, deployment.pipeline_digest, deployment.failure,
  deployment.question, deployment.suspects, deployment.last_good_id, repository.trusted,
  deployment.waves, deployment.strategy, deployment.hotfix_reason, deployment.hotfix_until,
  deployment.hotfix_approved_by, deployment.despite, deployment.revision_probe,
  deployment.observed_revision, deployment.observed_at, deployment.observed_says,
  deployment.drift_since`;

/** The tables behind a deployment's record, as far as the actor sees them. */
export const deploymentTables = (context: ReadContext) => sql`
  deployment
  join entity on entity.id = deployment.id and ${visible(context.actor)}
  join repository on repository.id = deployment.repository_id
  join release on release.id = deployment.release_id
  join entity home on home.id = deployment.repository_id and ${visible(context.actor, 'home')}
  join entity place on place.id = deployment.environment_id and ${visible(context.actor, 'place')}
  join entity cut on cut.id = deployment.release_id and ${visible(context.actor, 'cut')}`;

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** A record as lists and the board show it. */
export function deploymentRow(row: DeploymentRecord, now: Temporal.Instant): Row {
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
    observed:
      row.revision_probe !== null && row.observed_at
        ? {
            revision: row.observed_revision,
            says: row.observed_says,
            at: row.observed_at.toISOString(),
            driftSince: iso(row.drift_since),
          }
        : null,
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
    select ${deploymentColumns} from ${deploymentTables(context)}
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
  wave: number | null;
  kind: StepKind;
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
    select ${deploymentColumns} from ${deploymentTables(context)} where deployment.id = ${id}
  `.execute(db);
  const [row] = rows;
  if (!row) throw notFound('deployment');
  const steps = await sql<StepRecord>`
    select id, phase, wave, kind, name, definition, state, note from deployment_step
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
    strategy: row.strategy,
    waves: row.waves.map(({ name, says }, at) => ({
      name,
      says,
      state: waveState(at, steps.rows, row),
    })),
    hotfix:
      row.hotfix_reason === null || row.hotfix_until === null
        ? null
        : {
            reason: row.hotfix_reason,
            until: row.hotfix_until.toISOString(),
            approvedBy: row.hotfix_approved_by,
          },
    despite: row.despite,
    promotions: await promotionsOf(context, id),
    steps: steps.rows.map((step) => ({
      ref: toReference('step', step.id),
      name: step.name,
      kind: step.kind,
      phase: step.phase,
      wave: step.wave,
      state: step.state,
      does: stepSays(step.definition),
      repeatable: isRepeatable(step.definition),
      migration: ('run' in step.definition && step.definition.migration) || null,
      secrets: secretsOf(step.definition),
      note: step.note,
      attempts: attempts.rows.filter(({ step_id }) => step_id === step.id).map(attemptView),
    })),
    failure: row.failure && {
      class: row.failure.class,
      says: row.failure.says,
      step: row.failure.step === null ? null : toReference('step', row.failure.step),
      at: row.failure.at,
      log: [...row.failure.log],
      room: await roomOf(db, id),
    },
    question: row.question,
    waitingFor: await waitingFor(context, row, attempts.rows),
    suspects: row.suspects,
    lastGood: await lastGood(context, row.last_good_id),
    can: actsOn({
      ...row,
      overtaken,
      unapproved: row.hotfix_until !== null && row.hotfix_approved_by === null,
      steps: steps.rows,
    }),
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

/** The names of the secrets that a step gets. */
function secretsOf(definition: StepDefinition): string[] {
  if ('webhook' in definition) return [definition.secret];
  return 'run' in definition ? definition.secrets : [];
}

/** The last failure of a deployment, as the room has it. */
async function roomOf(db: ReadContext['db'], id: Id<'deployment'>) {
  const { rows } = await sql<{ id: Id<'failure'> }>`
    select id from failure where deployment_id = ${id} order by at desc, id desc limit 1
  `.execute(db);
  return rows[0] ? toReference('failure', rows[0].id) : null;
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
