import type { Id } from '@throughline/contract';
import { reading, type WriteContext } from '../../platform/context.ts';
import { askableQuestions } from './askable-questions.ts';
import type { LookUp } from './resolve-reference.ts';
import { atWorkOn, settleProgress, type Settled } from './settle-progress.ts';

/** Says that one has read a module. */
export async function completeModule(
  context: WriteContext,
  deps: LookUp,
  id: Id<'module'>,
): Promise<Settled> {
  const atWork = await atWorkOn(context, id);
  const askable = await askableQuestions(reading(context), deps, atWork.module.quiz);
  return settleProgress(context, atWork, {
    read: true,
    answered: [],
    askable: askable.map(({ key }) => key),
  });
}
