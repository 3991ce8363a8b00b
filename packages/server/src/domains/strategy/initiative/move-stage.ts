import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';

type Input = ParsedInput<OperationOf<'strategy.moveStage'>>['body'];

/**
 * Moves an initiative to another stage; the ledger keeps the history. Stopping is a fact of its own
 * (`initiative.stopped`), which other domains react to. Throws `wrong_state` where it is there already.
 */
export async function moveStage(
  context: WriteContext,
  id: Id<'initiative'>,
  { stage, reason }: Input,
): Promise<number> {
  const initiative = await loadToChange(context, { kind: 'initiative', id });
  if (initiative.state === stage) {
    throw problem(
      'wrong_state',
      `This initiative is in the stage ${stage.replaceAll('-', ' ')} already.`,
    );
  }
  return changeEntity(context, initiative, {
    action: stage === 'stopped' ? 'initiative.stopped' : 'initiative.moved',
    state: stage,
    after: { from: initiative.state, reason },
  });
}
