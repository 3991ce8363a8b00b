import {
  toReference,
  type EntityKind,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound, summaryOf } from '../../../platform/entities/entity.ts';
import { linkedEntities } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { actsOn } from '../deployments/deployment-rules.ts';
import { isOvertaken } from '../deployments/place-store.ts';
import { stepsOf } from '../deployments/store.ts';
import { fieldsOf } from '../repositories/views.ts';
import type { Phase, Suspect } from '../tables.ts';
import {
  failureColumns,
  failureListRow,
  failurePlacesSeen,
  failureTables,
  settledOf,
  type FailureRecord,
} from './failure-list-views.ts';
import { remediesOf } from './failure-store.ts';
import type { EvidenceLine } from './log-rules.ts';
import { ownersOf, peopleBehind } from './owner-views.ts';
import type { FlagStandings } from './read-suspects.ts';
import { rollbackVerdict, safetyOfCommit } from './rollback-rules.ts';
import { runbookOf } from './runbook-views.ts';
import { rankSuspects } from './suspicion-rules.ts';
import type { Acting } from './tables.ts';

type View = OutputOf<OperationOf<'release.getFailure'>>;

interface DetailRecord extends FailureRecord {
  reasons: string[];
  lines: EvidenceLine[];
  attempt_id: string | null;
  step_id: Id<'step'> | null;
  acting: Acting | null;
  phase: Phase | null;
  current: boolean | null;
  suspects: Suspect[] | null;
  last_good_id: Id<'deployment'> | null;
  pipeline_digest: string | null;
  requested_at: Date | null;
}

/** A failure with all that helps to end it. Throws `not_found`. */
export async function failureView(
  context: ReadContext,
  deps: { flagStandings: FlagStandings },
  id: Id<'failure'>,
): Promise<View> {
  const { db } = context;
  const detail = await entityDetail(context, { kind: 'failure', id });
  const { rows } = await sql<DetailRecord>`
    select ${failureColumns(context)}, failure.reasons, failure.lines, failure.attempt_id,
      failure.step_id, failure.acting, deployment.phase, deployment.current, deployment.suspects,
      deployment.last_good_id, deployment.pipeline_digest, deployment.requested_at
    from ${failureTables(context)} where failure.id = ${id} and ${failurePlacesSeen(context)}
  `.execute(db);
  const [row] = rows;
  if (!row) throw notFound('failure');
  const suspects = row.suspects ?? [];
  const steps = row.deployment_id ? await stepsOf(db, row.deployment_id) : [];
  const failing = steps.find((step) => step.id === row.step_id);
  const command = failing && 'run' in failing.definition ? String(failing.definition.run) : '';
  const lastGood = row.last_good_id ? await lastGoodOf(context, row.last_good_id) : null;
  const flags = row.environment_id
    ? await deps.flagStandings(
        context,
        row.environment_id,
        suspects.flatMap(({ facts }) => facts?.flags ?? []),
      )
    : new Map<string, { on: boolean }>();
  const migrationSteps = steps.flatMap((step) =>
    'migration' in step.definition && typeof step.definition.migration === 'string'
      ? {
          name: step.name,
          reversible: step.definition.migration === 'reversible',
          begun: step.state !== 'waiting',
        }
      : [],
  );
  const migrated = migrationSteps.length === 0 || migrationSteps.some(({ begun }) => begun);
  const safeties = new Map(
    suspects.map((suspect) => [
      suspect.sha,
      safetyOfCommit(
        {
          sha: suspect.sha,
          subject: suspect.subject,
          migration: suspect.facts?.migration ?? null,
          reverts: suspect.facts?.reverts ?? null,
          flags: (suspect.facts?.flags ?? []).map((key) => ({
            key,
            on: flags.get(key)?.on ?? false,
          })),
        },
        migrated,
      ),
    ]),
  );
  const people = await peopleBehind(context, suspects);
  const ranked = rankSuspects(
    suspects.map(({ sha, subject, at, facts }) => ({
      sha,
      subject,
      at,
      files: facts?.files ?? [],
      fileCount: facts?.fileCount ?? 0,
      reverts: facts?.reverts ?? null,
      flags: facts?.flags ?? [],
    })),
    {
      step: row.step_name,
      command,
      lines: row.lines.filter(({ error }) => error).map(({ text }) => text),
      class: row.class,
    },
  );
  const bySha = new Map(suspects.map((suspect) => [suspect.sha, suspect]));
  return {
    ...fieldsOf(detail),
    ...failureListRow(row),
    reasons: row.reasons,
    lines: row.lines,
    attempt: row.attempt_id === null ? null : toReference('attempt', row.attempt_id),
    lastGood: lastGood && {
      ref: lastGood.ref,
      title: lastGood.title,
      version: lastGood.version,
      deployment: lastGood.deployment,
    },
    suspects: ranked.flatMap(({ sha, score, reasons }) => {
      const suspect = bySha.get(sha);
      const safety = safeties.get(sha);
      return suspect && safety
        ? {
            sha,
            subject: suspect.subject,
            author: suspect.author,
            person: people.get(sha) ?? null,
            at: suspect.at,
            suspicion: score,
            reasons: [...reasons],
            files: [...(suspect.facts?.files ?? [])],
            rollback: { safety: safety.safety, reasons: [...safety.reasons] },
          }
        : [];
    }),
    besides: lastGood ? await changedBesides(context, row, lastGood) : [],
    rollback: rollbackVerdict(
      {
        before: lastGood?.version ?? null,
        possible: row.phase === 'deploy' && steps.some(({ phase }) => phase === 'rollback'),
        migrationSteps,
      },
      [...safeties.values()],
    ),
    owners: await ownersOf(context, row, ranked, people),
    runbook: await runbookOf(db, row.class, row.repository_id),
    remedies: await remediesOf(db, row.signature, id),
    earlier: await alike(context, row),
    incidents: row.deployment_id
      ? (
          (await linkedEntities(context, [row.deployment_id], 'caused_by', 'to')).get(
            row.deployment_id,
          ) ?? []
        ).map(({ entity }) => entity)
      : [],
    services: (
      (await linkedEntities(context, [row.repository_id], 'builds', 'from')).get(
        row.repository_id,
      ) ?? []
    ).flatMap(({ entity }) =>
      entity.kind === 'service'
        ? { ref: entity.ref as View['services'][number]['ref'], title: entity.title }
        : [],
    ),
    can: await actsNow(context, row, steps),
  };
}

/** What can be done about a failure now; rights are looked at when it is done. */
async function actsNow(
  { db }: ReadContext,
  row: DetailRecord,
  steps: Awaited<ReturnType<typeof stepsOf>>,
): Promise<View['can']> {
  if (row.settled_at !== null) return [];
  const own: View['can'] = [row.held_until === null ? 'hold' : 'release', 'settle', 'assign'];
  const can = own.filter((act) => act !== 'hold' || row.acting === null);
  if (row.environment_id) can.unshift('freeze');
  if (row.deployment_id === null || row.deployment_state === null || !row.environment_id)
    return can;
  const place = {
    id: row.deployment_id,
    environment_id: row.environment_id,
    repository_id: row.repository_id,
  };
  const acts = actsOn({
    state: row.deployment_state,
    phase: row.phase ?? 'deploy',
    current: row.current ?? false,
    overtaken: await isOvertaken(db, place),
    unapproved: false,
    steps,
  });
  const named = {
    retry: 'retry',
    skip: 'skip',
    settle: 'answer',
    'roll-back': 'roll-back',
  } as const;
  return [...acts.flatMap((act) => (act in named ? named[act as keyof typeof named] : [])), ...can];
}

async function lastGoodOf(context: ReadContext, id: Id<'deployment'>) {
  const { rows } = await sql<{
    release_id: string;
    title: string;
    version: string;
    deployment_title: string;
    deployment_state: string;
    finished_at: Date | null;
    requested_at: Date;
    pipeline_digest: string;
  }>`
    select deployment.release_id, entity.title, release.version, deployed.title as deployment_title,
      deployed.state as deployment_state, deployment.finished_at, deployment.requested_at,
      deployment.pipeline_digest
    from deployment join release on release.id = deployment.release_id
    join entity on entity.id = release.id and ${visible(context.actor)}
    join entity deployed on deployed.id = deployment.id and ${visible(context.actor, 'deployed')}
    where deployment.id = ${id}
  `.execute(context.db);
  const [row] = rows;
  return row
    ? {
        ref: toReference('release', row.release_id),
        title: row.title,
        version: row.version,
        deployment: toReference('deployment', id),
        entity: {
          id,
          kind: 'deployment' as const,
          title: row.deployment_title,
          state: row.deployment_state,
        },
        since: row.finished_at ?? row.requested_at,
        digest: row.pipeline_digest,
      }
    : null;
}

const mostBesides = 20;

/** What changed besides commits since the last good deployment: the pipeline, flags, the environment. */
async function changedBesides(
  context: ReadContext,
  row: DetailRecord,
  lastGood: NonNullable<Awaited<ReturnType<typeof lastGoodOf>>>,
): Promise<View['besides']> {
  const found: View['besides'] = [];
  if (row.pipeline_digest !== lastGood.digest) {
    found.push({
      says: 'The pipeline is another than the one of the last good deployment.',
      at: (row.requested_at ?? row.at).toISOString(),
      entity: summaryOf(lastGood.entity),
    });
  }
  if (row.environment_id === null) return found;
  const { rows } = await sql<{
    id: string;
    kind: EntityKind;
    title: string;
    state: string;
    action: string;
    at: Date;
    is_on: boolean | null;
  }>`
    select entity.id, entity.kind, entity.title, entity.state, ledger.action, ledger.at,
      (ledger.after -> 'after' ->> 'on')::boolean as is_on
    from ledger join entity on entity.id = ledger.entity_id and ${visible(context.actor)}
    where ledger.at > ${lastGood.since} and ledger.at <= ${row.at} and (
      (ledger.entity_kind = 'environment' and ledger.entity_id = ${row.environment_id})
      or (ledger.entity_kind = 'flag'
        and ledger.after -> 'after' ->> 'environment' = ${toReference('environment', row.environment_id)}))
    order by ledger.at desc, ledger.id desc limit ${mostBesides}
  `.execute(context.db);
  return [
    ...found,
    ...rows.map((one) => ({
      says:
        one.kind === 'flag'
          ? `The flag was ${one.is_on === null ? 'changed' : one.is_on ? 'changed, and is on' : 'changed, and is off'}.`
          : `The environment was ${one.action.split('.')[1]?.replaceAll('_', ' ') ?? 'changed'}.`,
      at: one.at.toISOString(),
      entity: summaryOf(one),
    })),
  ];
}

async function alike(context: ReadContext, row: DetailRecord): Promise<View['earlier']> {
  const { rows } = await sql<FailureRecord>`
    select ${failureColumns(context)} from ${failureTables(context)}
    where failure.signature = ${row.signature} and (failure.at, failure.id) < (${row.at}, ${row.id}::uuid) and ${failurePlacesSeen(context)}
    order by failure.at desc, failure.id desc limit 10
  `.execute(context.db);
  return rows.map((one) => ({
    ref: toReference('failure', one.id),
    title: one.title,
    at: one.at.toISOString(),
    settled: settledOf(one),
  }));
}
