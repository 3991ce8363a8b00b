import type { WriteContext } from '../../platform/context.ts';
import { reading } from '../../platform/context.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { flagServing } from '../flags/index.ts';
import { parseContent } from './parse-content.ts';
import { classTemplates, type Told } from './rules.ts';

/** Checks what is to be told. Throws `notify.invalid`, `not_found`. */
export async function checkTold(context: WriteContext, told: Told): Promise<void> {
  const { tx, actor } = context;
  parseContent(told.title, told.body);
  await loadEntity(tx, actor, { kind: 'environment', id: told.environment });
  if (told.deployment) await loadEntity(tx, actor, { kind: 'deployment', id: told.deployment });
  if (told.flag) {
    const place = { flag: told.flag.flag, environment: told.environment };
    const { variations } = await flagServing(reading(context), place);
    if (told.flag.variation >= variations.length) {
      throw problem('notify.invalid', `The flag has no variation ${told.flag.variation}.`);
    }
  }
  const { startsAt, endsAt } = told;
  if (startsAt && endsAt && Date.parse(endsAt) <= Date.parse(startsAt)) {
    throw problem('notify.invalid', 'It ends before it starts.');
  }
  for (const { op, attribute, values } of told.audience) {
    if ((op !== 'segmentMatch' && attribute === '') || values.length === 0) {
      throw problem(
        'notify.invalid',
        'Every clause of the audience needs an attribute and a value.',
      );
    }
  }
}

/** Checks that it could be approved. Throws `notify.invalid`. */
export function checkComplete(told: Told): void {
  if (classTemplates[told.class].needsFlag && !told.flag) {
    throw problem(
      'notify.invalid',
      'A message about a feature needs the flag that serves it. Choose the flag, or another class.',
    );
  }
  if (told.format !== 'badge' && told.body.trim() === '') {
    throw problem('notify.invalid', 'Say something: the text is empty.');
  }
}
