import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ActContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { loadRepository } from '../repositories/store.ts';
import type { ReleaseTables } from '../tables.ts';
import { ForgeFault } from './forge-client.ts';
import { branchOf, findForge } from './forge-store.ts';
import { openForge } from './open-forge.ts';
import type { ReportDeps } from './report-to-forge.ts';

type Input = ParsedInput<OperationOf<'release.openReviewRequest'>>['body'];

/**
 * Opens a pull or merge request for a change's branch. The forge refuses a second one for the same
 * branch and target. Throws `wrong_state`, `release.forge_refused`.
 */
export async function openReviewRequest(
  context: ActContext,
  deps: ReportDeps,
  id: Id<'change'>,
  input: Input,
): Promise<{ number: number; address: string }> {
  const { db, actor, now } = context;
  const ref = { kind: 'change', id } as const;
  const change = await loadEntity(db, actor, ref);
  authorise(actor, 'contributor', change.ownerUnit);
  if (change.state !== 'open') throw problem('wrong_state', `The change is ${change.state}.`);
  const { repository, branch, head, author } = await branchOf(db, id);
  const forge = await findForge(db, repository);
  if (!forge) throw problem('wrong_state', 'Its repository is connected to no forge.');
  if (branch === null) throw problem('wrong_state', 'The change has no branch any more.');
  const target = input.target ?? (await loadRepository(db, repository)).default_branch;
  if (target === null) throw problem('wrong_state', 'The repository has no default branch.');
  const title = input.title ?? change.title;
  const { remoteHosts } = await deps.settings.read(db);
  let made: { number: number; address: string };
  try {
    const client = openForge(deps.secrets, forge, remoteHosts, () => now);
    made = await client.openRequest({ branch, target, title, body: input.body });
  } catch (error) {
    if (!(error instanceof ForgeFault)) throw error;
    throw problem('release.forge_refused', error.message);
  }
  await context.write(async (writing) => {
    const at = toDate(writing.now);
    const row = { change_id: id, address: made.address, title, branch, target, head };
    await writing.tx
      .$extendTables<ReleaseTables>()
      .insertInto('review_request')
      .values({
        ...row,
        repository_id: repository,
        number: made.number,
        author,
        state: 'open',
        draft: false,
        labels: [],
        // What the forge itself tells of it next is newer, whatever its clock says.
        changed_at: new Date(0),
        seen_at: at,
      })
      .onConflict((conflict) => conflict.columns(['repository_id', 'number']).doUpdateSet(row))
      .execute();
    await record(writing, {
      action: 'change.review_requested',
      entity: ref,
      after: { number: made.number, address: made.address, target },
    });
  });
  return made;
}
