import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { endLinks, link } from '../../../platform/entities/link.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { DeliveryTables } from '../tables.ts';
import { epicsOf, type EpicTarget } from './epic-store.ts';
import { loadFollowed, storiesWith } from './followed-store.ts';

/** Says which work the stories of an epic implement; null: none, whatever the rule would find. */
export async function assignEpic(
  context: WriteContext,
  id: Id<'followed_backlog'>,
  { epic, implements: to }: { epic: string; implements: EpicTarget },
): Promise<void> {
  const { tx, actor } = context;
  const backlog = await loadFollowed(tx, id, { lock: true });
  authorise(actor, 'owner', backlog.unit_id);
  if (to) await loadEntity(tx, actor, to);
  const known = (await epicsOf(tx, id, [epic])).get(epic);
  if (!known) throw problem('not_found', 'No story of this backlog names such an epic.');
  await tx
    .$extendTables<DeliveryTables>()
    .updateTable('followed_epic')
    .set({ target_id: to?.id ?? null, target_kind: to?.kind ?? null, chosen_by: 'hand' })
    .where('backlog_id', '=', id)
    .where('external_id', '=', epic)
    .execute();
  await record(context, {
    action: 'followed_backlog.epic_assigned',
    entity: { kind: 'unit', id: backlog.unit_id },
    after: {
      backlog: toReference('followed_backlog', id),
      epic,
      implements: to && toReference(to.kind, to.id),
    },
  });
  await relinkEpic(context, id, { epic, from: known.target, to });
}

/** Joins the stories of an epic to other work than before. */
export async function relinkEpic(
  context: WriteContext,
  backlog: Id<'followed_backlog'>,
  { epic, from, to }: { epic: string; from: EpicTarget; to: EpicTarget },
): Promise<void> {
  if (from?.id === to?.id) return;
  for (const story of await storiesWith(context.tx, backlog, { epic })) {
    const ref = { kind: 'story', id: story.id } as const;
    if (from) await endLinks(context, ref, 'implements', from);
    if (to) await link(context, ref, 'implements', to);
  }
}
