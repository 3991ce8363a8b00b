import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity, loadSummaries } from '../../../platform/entities/entity.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import { integrationRow } from './integration-store.ts';

type Integration = OutputOf<OperationOf<'release.getIntegration'>>;
type OfChange = OutputOf<OperationOf<'release.getChange'>>['integration'];

/** The integration branch of a repository: what is in, what is out and why. */
export async function integrationView(
  context: ReadContext,
  repository: Id<'repository'>,
): Promise<Integration> {
  const { db, actor } = context;
  await loadEntity(db, actor, { kind: 'repository', id: repository });
  const { integration } = await workflowOf(db, repository);
  const row = await integrationRow(db, repository);
  const members = row?.members ?? [];
  const named = await loadSummaries(
    db,
    actor,
    members.flatMap((member) => [member.change, ...(member.with === null ? [] : [member.with])]),
  );
  return {
    policy: integration ? { branch: integration.branch, label: integration.label ?? null } : null,
    built:
      row && integration
        ? {
            branch: row.branch,
            sha: row.sha,
            base: row.base,
            state: row.state,
            says: row.says,
            at: row.built_at.toISOString(),
            members: members.flatMap((member) => {
              const change = named.get(member.change);
              if (!change) return [];
              return [
                {
                  change,
                  head: member.head,
                  within: member.within,
                  with: member.with === null ? null : (named.get(member.with) ?? null),
                  conflicts: [...member.conflicts],
                },
              ];
            }),
          }
        : null,
  };
}

/** How a change stands to the integration branch of its repository; null where there is none. */
export async function changeIntegrationView(
  context: ReadContext,
  repository: Id<'repository'>,
  change: Id<'change'>,
): Promise<OfChange> {
  const { policy, built } = await integrationView(context, repository);
  if (!policy) return null;
  const { rows } = await sql<{ marked_by: string | null; labels: string[] }>`
    select mark.marked_by, change.labels from change
    join entity on entity.id = change.id
    left join integration_mark mark on mark.change_id = change.id
    where change.id = ${change} and ${visible(context.actor)}
  `.execute(context.db);
  const [row] = rows;
  const ref = toReference('change', change);
  const member = built?.members.find((one) => one.change.ref === ref);
  return {
    branch: policy.branch,
    markedBy: row?.marked_by ?? null,
    byLabel: policy.label !== null && (row?.labels.includes(policy.label) ?? false),
    within: member?.within ?? null,
    with: member?.with ?? null,
    conflicts: member?.conflicts ?? [],
  };
}
