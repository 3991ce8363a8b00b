import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';
import type { Verdict } from './forge-tables.ts';

type View = OutputOf<OperationOf<'release.getForge'>>;
type Request = OutputOf<OperationOf<'release.getChange'>>['reviewRequest'];

/** How a repository is connected to its forge; no secret of it is read. Throws `not_found`. */
export async function forgeView(
  context: ReadContext,
  id: Id<'repository'>,
  publicUrl: string,
): Promise<View> {
  await loadEntity(context.db, context.actor, { kind: 'repository', id });
  const release = context.db.$extendTables<ReleaseTables>();
  const row = await release
    .selectFrom('forge')
    .selectAll()
    .where('repository_id', '=', id)
    .executeTakeFirst();
  if (!row) return { forge: null };
  const deliveries = await release
    .selectFrom('forge_delivery')
    .select(['at', 'event', 'says'])
    .where('repository_id', '=', id)
    .orderBy('id', 'desc')
    .limit(20)
    .execute();
  return {
    forge: {
      system: row.system,
      address: row.address,
      project: row.project,
      credentials: row.sealed_key === null ? 'none' : row.app_id === null ? 'token' : 'app',
      reports: row.reports,
      webhookAddress: `${publicUrl}/api/v1/repositories/${toReference('repository', id)}/forge/deliveries`,
      signed: row.sealed_secret !== null,
      refused:
        row.refused_at && row.refused_says !== null
          ? { at: row.refused_at.toISOString(), says: row.refused_says }
          : null,
      deliveries: deliveries.map(({ at, event, says }) => ({ at: at.toISOString(), event, says })),
      problem: row.problem,
      reportedAt: row.reported_at?.toISOString() ?? null,
    },
  };
}

/** What the reviewers say together: one who wants changes outweighs those who approve. */
function reviewOf(reviews: Readonly<Record<string, Verdict>>): Verdict {
  const said = Object.values(reviews);
  if (said.includes('changes-requested')) return 'changes-requested';
  return said.includes('approved') ? 'approved' : 'none';
}

/** The last request of a change on its forge; null where there is none. */
export async function reviewRequestOf(
  context: ReadContext,
  change: Id<'change'>,
): Promise<Request> {
  const row = await context.db
    .$extendTables<ReleaseTables>()
    .selectFrom('review_request')
    .leftJoin('forge', 'forge.repository_id', 'review_request.repository_id')
    .select(['number', 'review_request.address', 'title', 'author', 'target', 'state', 'draft'])
    .select(['reviews', 'seen_at', 'forge.system'])
    .where('change_id', '=', change)
    .orderBy('number', 'desc')
    .executeTakeFirst();
  if (!row) return null;
  return {
    // Where the connection was forgotten, the address still tells.
    system: row.system ?? (row.address.includes('/-/merge_requests/') ? 'gitlab' : 'github'),
    number: row.number,
    address: row.address,
    title: row.title,
    author: row.author,
    target: row.target,
    state: row.state,
    draft: row.draft,
    review: reviewOf(row.reviews),
    seenAt: row.seen_at.toISOString(),
  };
}
