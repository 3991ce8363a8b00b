import type { EntityRef, Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { LaunchTables } from '../tables.ts';
import { setSupports } from './set-supports.ts';

type Input = ParsedInput<OperationOf<'launch.createCompetitor'>>['body'];

/** Makes a competitor's battlecard the given lines. */
export async function setBattlecard(
  { tx }: WriteContext,
  id: Id<'competitor'>,
  lines: Input['battlecard'],
): Promise<void> {
  const tables = tx.$extendTables<LaunchTables>();
  await tables.deleteFrom('battlecard_line').where('competitor_id', '=', id).execute();
  if (lines.length === 0) return;
  await tables
    .insertInto('battlecard_line')
    .values(
      lines.map(({ on, ...line }, ordinal) => ({
        competitor_id: id,
        ordinal,
        on_day: on,
        ...line,
      })),
    )
    .execute();
}

/** Adds a competitor with its battlecard. */
export async function createCompetitor(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'competitor'> & { revision: number }> {
  const { tx, actor } = context;
  authorise(actor, 'contributor', input.ownerUnit);
  await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  const competitor = await createEntity(context, {
    kind: 'competitor',
    title: input.title,
    summary: input.summary,
    state: 'active',
    ownerUnit: input.ownerUnit,
    after: { website: input.website ?? '', battlecard: input.battlecard },
  });
  await tx
    .$extendTables<LaunchTables>()
    .insertInto('competitor')
    .values({ id: competitor.id, website: input.website ?? '' })
    .execute();
  await setBattlecard(context, competitor.id, input.battlecard);
  await setSupports(context, competitor, input.supports);
  return competitor;
}
