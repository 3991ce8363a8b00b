import type { WriteContext } from '../../../platform/context.ts';
import type { DeliveryTables } from '../tables.ts';
import { relinkEpic } from './assign-epic.ts';
import { epicsOf, workNamed, type EpicTarget } from './epic-store.ts';
import { namedWork, workOfEpic } from './follow-rules.ts';
import type { FollowedRow } from './followed-store.ts';
import type { OutsideEpic } from './outside-story.ts';

/**
 * Keeps the epics that stories name, and says what work each stands for: what somebody chose, or else
 * what the rule finds now.
 */
export async function takeEpics(
  context: WriteContext,
  backlog: FollowedRow,
  epics: readonly OutsideEpic[],
): Promise<Map<string, EpicTarget>> {
  const { tx } = context;
  const found = new Map(epics.map((epic) => [epic.id, epic]));
  const targets = new Map<string, EpicTarget>();
  if (found.size === 0) return targets;
  const before = await epicsOf(tx, backlog.id, [...found.keys()]);
  for (const epic of found.values()) {
    const known = before.get(epic.id);
    const chosen = known?.by === 'hand';
    const candidates = chosen
      ? []
      : await workNamed(tx, { title: epic.title, named: namedWork(epic) });
    const work = workOfEpic(epic, candidates);
    const target: EpicTarget = chosen
      ? known.target
      : work
        ? { kind: work.kind, id: work.id }
        : null;
    targets.set(epic.id, target);
    if (known && known.target?.id !== target?.id) {
      await relinkEpic(context, backlog.id, { epic: epic.id, from: known.target, to: target });
    }
    const row = {
      key: epic.key.slice(0, 200),
      title: epic.title.slice(0, 200),
      target_id: target?.id ?? null,
      target_kind: target?.kind ?? null,
      chosen_by: chosen ? ('hand' as const) : target ? ('rule' as const) : null,
    };
    await tx
      .$extendTables<DeliveryTables>()
      .insertInto('followed_epic')
      .values({ backlog_id: backlog.id, external_id: epic.id, ...row })
      .onConflict((conflict) => conflict.columns(['backlog_id', 'external_id']).doUpdateSet(row))
      .execute();
  }
  return targets;
}
