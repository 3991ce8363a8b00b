import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { newId } from '../../platform/database/new-id.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { organisationDay } from './day-store.ts';
import { openItems } from './rules.ts';
import { loadChecklist, loadDesignRelease } from './store.ts';
import type { DeliveryTables } from './tables.ts';

type Input = ParsedInput<OperationOf<'delivery.waiveStandard'>>['body'];

const mostDays = 366;

/**
 * Lets the present version go on without an item that it doesn't meet, until a day; the item is named
 * by its text or by its standard's key. It opens nothing without a conditional verdict.
 */
export async function waiveStandard(
  context: WriteContext,
  id: Id<'design_release'>,
  input: Input,
): Promise<number> {
  const { tx, actor, now } = context;
  const release = await loadEntity(tx, actor, { kind: 'design_release', id }, { lock: true });
  authorise(actor, 'editor', release.ownerUnit);
  const today = await organisationDay(tx, now);
  const days = Temporal.PlainDate.from(today).until(input.until).days;
  if (days < 0 || days > mostDays) {
    throw problem('invalid_input', 'body.until: a waiver ends today or within a year.');
  }
  const item = openItems(await loadChecklist(tx, id)).find(
    ({ text, standard }) => text === input.item || standard === input.item,
  );
  if (!item) {
    throw problem('invalid_input', `body.item: “${input.item}” is no unmet item of the checklist.`);
  }
  const { version } = await loadDesignRelease(tx, id);
  const delivery = tx.$extendTables<DeliveryTables>();
  await delivery
    .deleteFrom('design_waiver')
    .where('design_release_id', '=', id)
    .where('version', '=', version)
    .where('item', '=', item.text)
    .execute();
  await delivery
    .insertInto('design_waiver')
    .values({
      id: newId('design_waiver'),
      design_release_id: id,
      version,
      item: item.text,
      reason: input.reason,
      until: input.until,
      granted_by: actor.name,
      granted_at: toDate(now),
    })
    .execute();
  return changeEntity(context, release, {
    action: 'design_release.waived',
    after: { version, item: item.text, reason: input.reason, until: input.until },
  });
}
