import { isDeepStrictEqual } from 'node:util';
import {
  parseReference,
  toReference,
  type Id,
  type OperationOf,
  type ParsedInput,
} from '@throughline/contract';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { linkedEntities } from '../../../platform/entities/linked-views.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import { problem } from '../../../platform/problem.ts';
import type { InsightFigure } from '../../catalog/index.ts';
import { loadToChange, mayHold } from '../policy.ts';
import { reviseGrade } from '../revise-grade.ts';
import { pointsTheRightWay } from '../rules.ts';
import { loadKeyResult } from '../store.ts';
import type { StrategyTables } from '../tables.ts';
import { feedKeyResult, type FeedDeps, type WantedFeed } from './feed-key-result.ts';
import { metricOf } from './key-result-views.ts';

type Input = ParsedInput<OperationOf<'strategy.changeKeyResult'>>['body'];

/** Changes, grades or closes a key result; a closed one keeps what feeds it. Throws as `feedKeyResult` does. */
export async function changeKeyResult(
  context: WriteContext,
  deps: FeedDeps,
  id: Id<'key_result'>,
  input: Input,
): Promise<number> {
  const { tx } = context;
  const keyResult = await loadToChange(context, { kind: 'key_result', id });
  await mayHold(context, input.owner ?? null);
  const before = await loadKeyResult(tx, id);
  const { title, summary, state, weight, metric, insight, owner, reason, ...own } = input;
  await reviseGrade(context, keyResult, { ...before, given: own.grade, reason });
  const terms = {
    baseline: own.baseline ?? before.baseline,
    target: own.target ?? before.target,
    direction: own.direction ?? before.direction,
    guardrail: own.guardrail ?? before.guardrail,
  };
  if (!pointsTheRightWay(terms)) {
    throw problem(
      'invalid_input',
      'body.target: lies on the wrong side of the baseline for this direction.',
    );
  }
  const closed = state === 'closed' && keyResult.state !== 'closed';
  const revision = await changeEntity(context, keyResult, {
    action: closed ? 'key_result.closed' : 'key_result.changed',
    title,
    summary,
    state,
    after: {
      ...own,
      ...(insight === undefined ? {} : { insight }),
      ...(owner === undefined ? {} : { owner: owner ? toReference('person', owner) : null }),
    },
  });
  await tx
    .$extendTables<StrategyTables>()
    .updateTable('key_result')
    .set({
      ...terms,
      unit: own.unit ?? before.unit,
      check_in_days: own.checkInDays ?? before.check_in_days,
      grade: own.grade === undefined ? before.grade : own.grade,
      frozen: before.frozen || closed,
      owner_id: owner === undefined ? before.owner_id : owner,
    })
    .where('id', '=', id)
    .execute();
  if ((state ?? keyResult.state) === 'active') {
    await feedKeyResult(context, deps, id, { metric, insight });
  } else await requireSameFeed(context, id, before.feed_settings, { metric, insight });
  if (weight !== undefined) await reweigh(context, id, weight);
  return revision;
}

/** Throws `wrong_state` where a closed key result is to be fed by something else. */
async function requireSameFeed(
  context: WriteContext,
  id: Id<'key_result'>,
  figure: InsightFigure | null,
  wanted: WantedFeed,
): Promise<void> {
  const measures = await linkedEntities(reading(context), [id], 'measured_by', 'from');
  const same =
    (wanted.metric === undefined || wanted.metric === (metricOf(measures.get(id)) ?? null)) &&
    (wanted.insight === undefined || isDeepStrictEqual(wanted.insight, figure));
  if (!same) {
    throw problem('wrong_state', 'It is closed. Open it again to change what feeds it.');
  }
}

/** Gives a key result another weight in its objective. */
async function reweigh(context: WriteContext, id: Id<'key_result'>, weight: number) {
  const served = (await linkedEntities(reading(context), [id], 'serves', 'from')).get(id) ?? [];
  const wanted = served.flatMap(({ entity }) => {
    const parsed = parseReference(entity.ref);
    return parsed && entity.kind === 'objective'
      ? [{ entity: { kind: 'objective' as const, id: parsed.id as Id<'objective'> }, weight }]
      : [];
  });
  await replaceLinks(context, { kind: 'key_result', id }, 'serves', ['objective'], wanted);
}
