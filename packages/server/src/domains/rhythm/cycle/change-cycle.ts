import type { CycleTemplate, Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { missingParties } from './missing-parties.ts';
import { templateFaults } from './cycle-fields.ts';
import { keepVersion } from './cycle-store.ts';
import { loadOwnCycle } from './load-own-cycle.ts';
import { sessionFaults } from './session-faults.ts';

/**
 * Changes a copied cycle, as a new version. Throws `wrong_state` for a cycle that the organisation's
 * files keep, and `rhythm.template_invalid` with every fault and its field.
 */
export async function changeCycle(
  context: WriteContext,
  id: Id<'cycle'>,
  template: CycleTemplate,
): Promise<{ revision: number; version: number }> {
  const { tx, actor } = context;
  const entity = await loadOwnCycle(context, id);
  authorise(actor, 'editor', entity.ownerUnit);
  if (entity.state !== 'active') {
    throw problem('wrong_state', 'This cycle is archived: restore it first.');
  }
  const faults = [
    ...templateFaults(template),
    ...(await missingParties(tx, template)),
    ...(await sessionFaults(tx, actor, id, template, context.now.toString().slice(0, 10))),
  ];
  if (faults.length > 0) {
    throw problem(
      'rhythm.template_invalid',
      faults.map(({ field, message }) => `${field}: ${message}.`).join(' '),
      { errors: faults.map(({ field, message }) => ({ where: `body.${field}`, message })) },
    );
  }
  const version = await keepVersion(context, id, template);
  const { title, purpose, ...after } = template;
  const revision = await changeEntity(context, entity, {
    title,
    summary: purpose,
    after: { ...after, version },
  });
  return { revision, version };
}
