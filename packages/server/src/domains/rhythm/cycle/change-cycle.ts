import type { CycleTemplate, Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { missingParties } from './missing-parties.ts';
import { templateFaults } from './cycle-fields.ts';
import { keepVersion, presentTemplate } from './cycle-store.ts';

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
  const entity = await loadEntity(tx, actor, { kind: 'cycle', id }, { lock: true });
  const { copiedFrom } = await presentTemplate(tx, id);
  if (copiedFrom === null) {
    throw problem(
      'wrong_state',
      'This cycle is kept in the organisation’s files. Copy it, and change the copy.',
    );
  }
  authorise(actor, 'editor', entity.ownerUnit);
  const faults = [...templateFaults(template), ...(await missingParties(tx, template))];
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
