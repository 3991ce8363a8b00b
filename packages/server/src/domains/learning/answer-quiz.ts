import type { EntitySummary, Id, OperationOf, OutputOf } from '@throughline/contract';
import { toDate } from '../../platform/clock.ts';
import { reading, type WriteContext } from '../../platform/context.ts';
import { problem } from '../../platform/problem.ts';
import { askableQuestions } from './askable-questions.ts';
import { resolveReferences, type LookUp } from './resolve-reference.ts';
import { atWorkOn, settleProgress } from './settle-progress.ts';
import type { LearningTables } from './tables.ts';

type Answered = OutputOf<OperationOf<'learning.answerQuiz'>>;

/** Answers questions of a quiz: says of each whether it was right, why, and where to read again. */
export async function answerQuiz(
  context: WriteContext,
  deps: LookUp,
  id: Id<'module'>,
  answers: readonly { question: string; option: string }[],
): Promise<Answered> {
  const { tx, now } = context;
  const atWork = await atWorkOn(context, id);
  const askable = await askableQuestions(reading(context), deps, atWork.module.quiz);
  const results: Answered['results'] = [];
  const right: string[] = [];
  for (const { question, option } of new Map(answers.map((one) => [one.question, one])).values()) {
    const asked = askable.find(({ key }) => key === question);
    if (!asked) throw problem('invalid_input', `answers: “${question}” is not asked now.`);
    const correct = option === asked.right;
    if (correct) right.push(question);
    results.push({
      question,
      correct,
      why: asked.why,
      about: await about(context, deps, asked.about),
    });
  }
  await tx
    .$extendTables<LearningTables>()
    .insertInto('quiz_attempt')
    .values({
      enrollment_id: atWork.enrollment.id,
      module_id: id,
      at: toDate(now),
      score: right.length,
      out_of: results.length,
      answers: JSON.stringify(answers),
    })
    .execute();
  const keys = askable.map(({ key }) => key);
  const settled = await settleProgress(context, atWork, {
    read: false,
    answered: right,
    askable: keys,
  });
  const known = new Set([...atWork.module.answered, ...right]);
  return {
    score: right.length,
    of: results.length,
    passed: keys.every((key) => known.has(key)),
    ...settled,
    results,
  };
}

async function about(
  context: WriteContext,
  deps: LookUp,
  places: readonly string[],
): Promise<EntitySummary[]> {
  const references = places.map((place) => {
    const [kind = '', key = ''] = place.split(':');
    return { kind, key };
  });
  const resolve = await resolveReferences(reading(context), deps, references);
  return references.flatMap(({ kind, key }) => resolve(kind, key).entity ?? []);
}
