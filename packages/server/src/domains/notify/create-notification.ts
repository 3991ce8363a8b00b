import type { EntityRef, Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { createEntity, type Entity } from '../../platform/entities/entity.ts';
import { replaceLinks } from '../../platform/entities/replace-links.ts';
import { ensureEnvironment } from '../flags/index.ts';
import { checkTold } from './check-told.ts';
import type { Told } from './rules.ts';
import { columnsOf } from './store.ts';
import type { NotifyTables } from './tables.ts';

type Input = ParsedInput<OperationOf<'notify.createNotification'>>['body'];

type Announced = EntityRef<'launch' | 'initiative' | 'feature'>;

/** Joins a notification to what it promises, announces and is carried by. */
export async function joinNotification(
  context: WriteContext,
  ref: EntityRef<'notification'> | Entity<'notification'>,
  told: Told,
  announces: readonly Announced[] | undefined,
): Promise<void> {
  const flag = told.flag ? [{ entity: { kind: 'flag', id: told.flag.flag } as const }] : [];
  await replaceLinks(context, ref, 'promises', ['flag'], flag);
  if (announces) {
    const wanted = announces.map((entity) => ({ entity }));
    await replaceLinks(context, ref, 'announces', ['launch', 'initiative', 'feature'], wanted);
  }
  const carriers = told.deployment
    ? [{ entity: { kind: 'deployment', id: told.deployment } as const }]
    : [];
  await replaceLinks(context, ref, 'carried_by', ['deployment'], carriers);
}

/** Drafts a notification. Throws `notify.invalid`. */
export async function createNotification(
  context: WriteContext,
  input: Input,
): Promise<{ id: Id<'notification'>; revision: number }> {
  const { tx, actor } = context;
  authorise(actor, 'contributor', input.ownerUnit);
  const { ownerUnit, announces, ...rest } = input;
  const told: Told = { ...rest, epoch: 1 };
  await checkTold(context, told);
  await ensureEnvironment(tx, told.environment);
  const notification = await createEntity(context, {
    kind: 'notification',
    title: told.title,
    state: 'draft',
    ownerUnit,
    after: { format: told.format, class: told.class, body: told.body },
  });
  await tx
    .$extendTables<NotifyTables>()
    .insertInto('notification')
    .values({
      id: notification.id,
      environment_id: told.environment,
      ...columnsOf(told),
      author_id: actor.kind === 'member' ? actor.id : null,
      author_name: actor.name,
    })
    .execute();
  await joinNotification(context, notification, told, announces);
  return notification;
}
