import type { CycleTemplate } from '@throughline/contract';
import type { Db } from '../../../platform/database/connect.ts';
import { postByKey, unitByKey } from '../../org/index.ts';
import { unitKeyIn, type Who } from '../who.ts';
import type { TemplateFault } from './cycle-fields.ts';

/** The posts and units that a template names and that aren't there. */
export async function missingParties(db: Db, template: CycleTemplate): Promise<TemplateFault[]> {
  const parties: [string, Who][] = [
    ['ledBy', template.ledBy],
    ['decider', template.decider],
    ...template.attendees.map((one): [string, Who] => ['attendees', one]),
    ...template.sessions.flatMap(({ decider, ledBy, pack }, place): [string, Who][] => [
      [`sessions.${place}.decider`, decider],
      ...(ledBy ? [[`sessions.${place}.ledBy`, ledBy] as [string, Who]] : []),
      ...pack.flatMap(({ owner }): [string, Who][] =>
        owner ? [[`sessions.${place}.pack`, owner]] : [],
      ),
    ]),
    ...template.pack.flatMap(({ owner }): [string, Who][] => (owner ? [['pack', owner]] : [])),
  ];
  const faults: TemplateFault[] = [];
  for (const [field, one] of parties) {
    const unit = unitKeyIn(one);
    if (unit !== undefined && !(await unitByKey(db, unit))) {
      faults.push({ field, message: `“${unit}” is no unit` });
    }
    if ('position' in one && !(await postByKey(db, one.position))) {
      faults.push({ field, message: `“${one.position}” is no post` });
    }
  }
  return faults;
}
