import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import { replaceLinks } from '../../platform/entities/replace-links.ts';
import { problem } from '../../platform/problem.ts';
import { checkVariations } from './rules.ts';
import { loadFlag, raiseEveryVersion } from './store.ts';
import type { FlagsTables } from './tables.ts';

type Input = ParsedInput<OperationOf<'flags.changeFlag'>>['body'];

/** Changes a flag's own fields. Throws `flags.invalid` where a served variation would go. */
export async function changeFlag(
  context: WriteContext,
  id: Id<'flag'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'flag', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  if (input.ownerUnit) authorise(actor, 'contributor', input.ownerUnit);
  const flag = await loadFlag(tx, id);
  if (input.variations) {
    if (input.variations.length < flag.variations.length) {
      throw problem(
        'flags.invalid',
        'Variations stay: rules and past versions point at them by place. Add new ones at the end.',
      );
    }
    checkVariations(flag.type, input.variations);
  }
  const served = {
    ...(input.variations ? { variations: input.variations } : {}),
    ...(input.clientSide === undefined ? {} : { clientSide: input.clientSide }),
    ...(input.temporary === undefined ? {} : { temporary: input.temporary }),
  };
  const revision = await changeEntity(context, ref, {
    title: input.title,
    summary: input.summary,
    ownerUnit: input.ownerUnit,
    after: served,
  });
  await tx
    .$extendTables<FlagsTables>()
    .updateTable('flag')
    .set({
      variations: JSON.stringify(input.variations ?? flag.variations),
      client_side: input.clientSide ?? flag.clientSide,
      temporary: input.temporary ?? flag.temporary,
    })
    .where('id', '=', id)
    .execute();
  if (input.variations || input.clientSide !== undefined) await raiseEveryVersion(tx);
  if (input.gates) {
    const wanted = input.gates.map((entity) => ({ entity }));
    await replaceLinks(context, ref, 'gates', ['feature', 'initiative'], wanted);
  }
  return revision;
}
