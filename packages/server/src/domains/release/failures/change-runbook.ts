import { randomUUID } from 'node:crypto';
import { toReference, type FailureClass, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { ReleaseTables } from '../tables.ts';
import { runbookOf, type RunbookScope } from './runbook-views.ts';

/**
 * Writes what to do about a class of failure: for one repository by an editor of the unit that owns
 * it, for everybody by an editor of the organisation. An empty text takes those words back. Returns
 * whose words count now.
 */
export async function changeRunbook(
  context: WriteContext,
  of: { class: FailureClass; repository: Id<'repository'> | null },
  body: string,
): Promise<RunbookScope> {
  const { tx, actor, now } = context;
  const repository =
    of.repository && (await loadEntity(tx, actor, { kind: 'repository', id: of.repository }));
  authorise(actor, 'editor', repository ? repository.ownerUnit : null);
  const tables = tx.$extendTables<ReleaseTables>();
  await tables
    .deleteFrom('runbook')
    .where('class', '=', of.class)
    .where('repository_id', of.repository ? '=' : 'is', of.repository)
    .execute();
  if (body !== '') {
    await tables
      .insertInto('runbook')
      .values({
        id: randomUUID(),
        class: of.class,
        repository_id: of.repository,
        body,
        changed_by: actor.name,
        changed_at: toDate(now),
      })
      .execute();
  }
  await record(context, {
    action: 'runbook.changed',
    ...(repository ? { entity: { kind: 'repository', id: repository.id } } : {}),
    after: {
      class: of.class,
      repository: of.repository && toReference('repository', of.repository),
      body,
    },
  });
  return (await runbookOf(tx, of.class, of.repository)).scope;
}
