import { parseReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { linkedEntities } from '../../platform/entities/linked-views.ts';
import type { ReadContext } from '../../platform/context.ts';
import { initiativeDetail, initiativesAmong } from './initiative/initiative-views.ts';
import { keyResultNumbers } from './key-result/key-result-views.ts';
import { objectivesOfPeriod } from './objective/objective-views.ts';
import { prioritiesOf } from './priority/priority-views.ts';

type Tree = OutputOf<OperationOf<'strategy.getStrategyTree'>>;
type Initiative = OutputOf<OperationOf<'strategy.getInitiative'>>;

const most = 5000;
const idOf = (ref: string) => parseReference(ref)?.id ?? '';

/** Everything of a fiscal year's strategy, and what serves what. */
export async function strategyTree(
  context: ReadContext,
  today: Temporal.PlainDate,
  fiscalYear: number,
): Promise<Tree> {
  const priorities = await prioritiesOf(context, { fiscalYear });
  const objectives = await objectivesOfPeriod(context, today, { fiscalYear }, most);
  const higher = [...priorities, ...objectives].map(({ ref }) => idOf(ref));
  const below = [...(await linkedEntities(context, higher, 'serves', 'to')).values()].flat();
  const keyResultIds = below
    .filter(({ entity }) => entity.kind === 'key_result')
    .map(({ entity }) => idOf(entity.ref));
  const keyResults = await keyResultNumbers(context, today, keyResultIds.slice(0, most));
  const underKeyResults = await linkedEntities(context, keyResultIds, 'serves', 'to');
  const initiativeIds = [...below, ...[...underKeyResults.values()].flat()]
    .filter(({ entity }) => entity.kind === 'initiative')
    .map(({ entity }) => idOf(entity.ref));
  const initiatives = await initiativesAmong(context, [...new Set(initiativeIds)], most);
  const shown = [...objectives, ...keyResults.values(), ...initiatives];
  const present = new Set([...priorities, ...shown].map(({ ref }) => ref as string));
  const served = await linkedEntities(
    context,
    shown.map(({ ref }) => idOf(ref)),
    'serves',
    'from',
  );
  return {
    priorities,
    objectives,
    keyResults: [...keyResults.values()],
    initiatives,
    serves: shown.flatMap(({ ref }) =>
      (served.get(idOf(ref)) ?? [])
        .filter(({ entity }) => present.has(entity.ref))
        .map(({ entity, weight }) => ({ from: ref, to: entity.ref, weight })),
    ),
    truncated: [objectives.length, keyResultIds.length, initiatives.length].some(
      (count) => count >= most,
    ),
  };
}

/** An initiative's page, with the key results that it serves and their numbers. */
export async function initiativeView(
  context: ReadContext,
  today: Temporal.PlainDate,
  id: Id<'initiative'>,
): Promise<Initiative> {
  const detail = await initiativeDetail(context, id);
  const served = detail.serves
    .filter(({ entity }) => entity.kind === 'key_result')
    .map(({ entity }) => idOf(entity.ref));
  const objectives = detail.serves
    .filter(({ entity }) => entity.kind === 'objective')
    .map(({ entity }) => idOf(entity.ref));
  const theirs = [...(await linkedEntities(context, objectives, 'serves', 'to')).values()]
    .flat()
    .filter(({ entity }) => entity.kind === 'key_result')
    .map(({ entity }) => idOf(entity.ref));
  const numbers = await keyResultNumbers(context, today, [...served, ...theirs].slice(0, 200));
  return { ...detail, keyResults: [...numbers.values()] };
}
