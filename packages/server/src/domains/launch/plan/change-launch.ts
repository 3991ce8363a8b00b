import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { loadLaunch } from '../store.ts';
import { setLaunchLinks, setLaunchRoles } from './set-launch-links.ts';

type Input = ParsedInput<OperationOf<'launch.changeLaunch'>>['body'];

/** Changes a launch; given lists replace the present ones. */
export async function changeLaunch(
  context: WriteContext,
  id: Id<'launch'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const { entity } = await loadLaunch(context, id);
  authorise(actor, 'contributor', entity.ownerUnit);
  const { title, summary, ownerUnit, roles, ...links } = input;
  if (ownerUnit) {
    await loadEntity(tx, actor, { kind: 'unit', id: ownerUnit });
    authorise(actor, 'contributor', ownerUnit);
  }
  const after = roles ? { roles: Object.keys(roles) } : {};
  const revision = await changeEntity(context, entity, { title, summary, ownerUnit, after });
  if (roles) await setLaunchRoles(context, id, roles);
  await setLaunchLinks(context, entity, links);
  return revision;
}
