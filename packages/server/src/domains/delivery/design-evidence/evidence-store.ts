import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { organisationDay } from '../day-store.ts';
import type { DeliveryTables } from '../tables.ts';

/** What is recorded of a task that people tried. */
export type Evidence = ParsedInput<OperationOf<'delivery.addUsabilityEvidence'>>['body'];

/** The columns of what was recorded. Throws `invalid_input` where it can't have been so. */
export async function evidenceColumns({ tx, now }: WriteContext, evidence: Evidence) {
  const { study, task, heldOn, participants, succeeded, url, findings } = evidence;
  if (succeeded > participants) {
    const fault = { where: 'body.succeeded', message: 'more than took part' };
    throw problem('invalid_input', 'body.succeeded: more than took part.', { errors: [fault] });
  }
  if (heldOn > (await organisationDay(tx, now))) {
    const fault = { where: 'body.heldOn', message: 'is still to come' };
    throw problem('invalid_input', 'body.heldOn: is still to come.', { errors: [fault] });
  }
  return {
    study,
    task,
    held_on: heldOn,
    participants,
    succeeded,
    url,
    findings: JSON.stringify(findings),
  };
}

/** The design release of some evidence that the actor may see. Throws `not_found`. */
export async function releaseOfEvidence(
  { tx, actor }: WriteContext,
  id: Id<'usability_evidence'>,
): Promise<Id<'design_release'>> {
  const row = await tx
    .$extendTables<DeliveryTables>()
    .selectFrom('usability_evidence')
    .innerJoin('entity', 'entity.id', 'usability_evidence.design_release_id')
    .select('design_release_id')
    .where('usability_evidence.id', '=', id)
    .where(visible(actor))
    .executeTakeFirst();
  if (!row) throw notFound('usability_evidence');
  return row.design_release_id;
}

/** Of how many tasks a design release has evidence. */
export async function evidenceCount(tx: Tx, release: Id<'design_release'>): Promise<number> {
  const { count } = await tx
    .$extendTables<DeliveryTables>()
    .selectFrom('usability_evidence')
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('design_release_id', '=', release)
    .executeTakeFirstOrThrow();
  return count;
}

/** The usability evidence of a design release, in the order in which it came. */
export function evidenceOf(db: Db, release: Id<'design_release'>) {
  return db
    .$extendTables<DeliveryTables>()
    .selectFrom('usability_evidence')
    .selectAll()
    .where('design_release_id', '=', release)
    .orderBy('id')
    .execute();
}
