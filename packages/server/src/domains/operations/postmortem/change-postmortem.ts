import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import type { OperationsTables, PostmortemSection } from '../tables.ts';

/** Writes the sections of a postmortem that is not published. Throws `wrong_state`. */
export async function changePostmortem(
  context: WriteContext,
  id: Id<'postmortem'>,
  sections: readonly PostmortemSection[],
): Promise<number> {
  const postmortem = await loadToChange(context, { kind: 'postmortem', id });
  if (postmortem.state === 'published') {
    throw problem('wrong_state', 'It is published: take it back to draft, then change it.');
  }
  const revision = await changeEntity(context, postmortem, { after: { sections } });
  await context.tx
    .$extendTables<OperationsTables>()
    .updateTable('postmortem')
    .set({ sections: JSON.stringify(sections) })
    .where('id', '=', id)
    .execute();
  return revision;
}
