import { toReference, type EntityRef, type FailureClass, type Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { copyReaders } from '../../../platform/entities/copy-readers.ts';
import { changeEntity, createEntity } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';
import { classifyFailure, weightOf, type FailureEvidence } from './classify-failure.ts';
import { remediesOf } from './failure-store.ts';
import { evidenceOf, signatureOf } from './log-rules.ts';

/** What went wrong, as whoever saw it tells it. */
export interface Failed {
  /** The deployment, or the change on its way to a line. */
  readonly about: EntityRef<'deployment' | 'change'> & {
    readonly title: string;
    readonly ownerUnit: Id<'unit'> | null;
    readonly restricted: boolean;
  };
  readonly repository: Id<'repository'>;
  readonly environment: Id<'environment'> | null;
  readonly production: boolean;
  /** What it is called where it happened; the evidence may say it better. */
  readonly reported: FailureClass;
  readonly says: string;
  readonly phase: FailureEvidence['phase'];
  readonly step: (NonNullable<FailureEvidence['step']> & { readonly id: Id<'step'> | null }) | null;
  readonly attempt: Id<'attempt'> | null;
  readonly wave: FailureEvidence['wave'];
  /** The end of the log, in lines; what is kept of it is chosen here. */
  readonly log: readonly string[];
}

/**
 * Records a failure in the transaction in which it happens, classified and with its signature. The
 * caller has settled an earlier one of the same deployment, or of the same change and class.
 */
export async function recordFailure(context: WriteContext, failed: Failed): Promise<Id<'failure'>> {
  const { about } = failed;
  const { lines, signature, decided, weight } = await judge(context, failed);
  const { id } = await createEntity(context, {
    kind: 'failure',
    title: `${about.title}: ${failed.step?.name ?? failed.says}`.slice(0, 200),
    state: 'open',
    ownerUnit: about.ownerUnit,
    restricted: about.restricted,
    after: {
      class: decided.class,
      says: failed.says,
      of: toReference(about.kind, about.id),
      signature,
    },
  });
  if (about.restricted) await copyReaders(context.tx, about, { kind: 'failure', id });
  await context.tx
    .$extendTables<ReleaseTables>()
    .insertInto('failure')
    .values({
      id,
      deployment_id: about.kind === 'deployment' ? (about.id as Id<'deployment'>) : null,
      change_id: about.kind === 'change' ? (about.id as Id<'change'>) : null,
      repository_id: failed.repository,
      environment_id: failed.environment,
      class: decided.class,
      says: failed.says,
      reasons: JSON.stringify(decided.reasons),
      step_id: failed.step?.id ?? null,
      step_name: failed.step?.name ?? null,
      attempt_id: failed.attempt,
      lines: JSON.stringify(lines),
      signature,
      weight,
      at: toDate(context.now),
    })
    .execute();
  return id;
}

/** Brings what is kept of a failure up to what is known by now; nothing was done about it since. */
export async function amendFailure(
  context: WriteContext,
  id: Id<'failure'>,
  failed: Failed,
): Promise<void> {
  const { lines, signature, decided, weight } = await judge(context, failed);
  await context.tx
    .$extendTables<ReleaseTables>()
    .updateTable('failure')
    .set({
      class: decided.class,
      says: failed.says,
      reasons: JSON.stringify(decided.reasons),
      attempt_id: failed.attempt,
      signature,
      weight,
      ...(lines.length > 0 ? { lines: JSON.stringify(lines) } : {}),
    })
    .where('id', '=', id)
    .execute();
  await changeEntity(
    { ...context, ifMatch: undefined },
    { kind: 'failure', id },
    { action: 'failure.amended', after: { class: decided.class, says: failed.says } },
  );
}

async function judge(context: WriteContext, failed: Failed) {
  // NUL can stand in a log and nowhere in a text of PostgreSQL.
  const lines = evidenceOf(failed.log.map((line) => line.replaceAll('\0', '')));
  const signature = signatureOf({
    class: failed.reported,
    says: failed.says,
    step: failed.step?.name ?? null,
    lines,
  });
  const decided = classifyFailure({
    reported: failed.reported,
    phase: failed.phase,
    says: failed.says,
    step: failed.step,
    lines,
    wave: failed.wave,
    remedies: await remediesOf(context.tx, signature),
  });
  return {
    lines,
    signature,
    decided,
    weight: weightOf({ class: decided.class, production: failed.production }),
  };
}
