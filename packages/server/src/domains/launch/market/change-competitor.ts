import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { LaunchTables } from '../tables.ts';
import { setBattlecard } from './create-competitor.ts';
import { setSupports } from './set-supports.ts';

type Input = ParsedInput<OperationOf<'launch.changeCompetitor'>>['body'];

/** Changes a competitor; a given battlecard replaces the present one. */
export async function changeCompetitor(
  context: WriteContext,
  id: Id<'competitor'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const competitor = await loadEntity(tx, actor, { kind: 'competitor', id }, { lock: true });
  authorise(actor, 'contributor', competitor.ownerUnit);
  const { title, summary, state, ownerUnit, website, battlecard, supports } = input;
  if (ownerUnit) {
    await loadEntity(tx, actor, { kind: 'unit', id: ownerUnit });
    authorise(actor, 'contributor', ownerUnit);
  }
  const revision = await changeEntity(context, competitor, {
    title,
    summary,
    state,
    ownerUnit,
    after: {
      ...(website === undefined ? {} : { website }),
      ...(battlecard === undefined ? {} : { battlecard }),
    },
  });
  if (website !== undefined) {
    await tx
      .$extendTables<LaunchTables>()
      .updateTable('competitor')
      .set({ website })
      .where('id', '=', id)
      .execute();
  }
  if (battlecard) await setBattlecard(context, id, battlecard);
  await setSupports(context, competitor, supports);
  return revision;
}
