import { randomBytes } from 'node:crypto';
import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { createEntity } from '../../platform/entities/entity.ts';
import { replaceLinks } from '../../platform/entities/replace-links.ts';
import { problem } from '../../platform/problem.ts';
import { booleanVariations, checkVariations } from './rules.ts';
import { raiseEveryVersion } from './store.ts';
import type { FlagsTables } from './tables.ts';

type Input = ParsedInput<OperationOf<'flags.createFlag'>>['body'];

/** Creates a flag: off in every environment. Throws `already_exists`, `flags.invalid`. */
export async function createFlag(
  context: WriteContext,
  input: Input,
): Promise<{ id: Id<'flag'>; revision: number }> {
  authorise(context.actor, 'contributor', input.ownerUnit);
  if (!input.variations && input.type !== 'boolean') {
    throw problem('flags.invalid', `Name the variations of a ${input.type} flag.`);
  }
  const variations = input.variations ?? booleanVariations;
  checkVariations(input.type, variations);
  const flag = await createEntity(context, {
    kind: 'flag',
    title: input.title,
    summary: input.summary,
    state: 'active',
    ownerUnit: input.ownerUnit,
    after: {
      key: input.key,
      type: input.type,
      variations,
      clientSide: input.clientSide,
      temporary: input.temporary,
    },
  });
  await context.tx
    .$extendTables<FlagsTables>()
    .insertInto('flag')
    .values({
      id: flag.id,
      key: input.key,
      type: input.type,
      variations: JSON.stringify(variations),
      client_side: input.clientSide,
      temporary: input.temporary,
      salt: randomBytes(16).toString('hex'),
    })
    .execute();
  await raiseEveryVersion(context.tx);
  const wanted = input.gates.map((entity) => ({ entity }));
  await replaceLinks(context, flag, 'gates', ['feature', 'initiative'], wanted);
  return flag;
}
