import type { Id } from '@throughline/contract';
import type { ReadContext } from '../../platform/context.ts';
import { spokenDay } from '../../platform/spoken-day.ts';
import { headOf, unitByKey, unitsUnder } from '../org/index.ts';
import type { QuizQuestion } from './quiz-fields.ts';
import { nextReviews, todayOf, type LookUp } from './resolve-reference.ts';
import { someUnits } from './store.ts';

/** A question that can be asked now, with its right answer: never sent before it is answered. */
export interface Askable {
  readonly key: string;
  readonly question: string;
  readonly options: readonly string[];
  readonly right: string;
  readonly why: string;
  readonly about: readonly string[];
}

const mostUnits = 500;

/**
 * The questions of a quiz whose answer is known now: one about a vacancy, or about a review that is
 * not scheduled, is not asked.
 */
export async function askableQuestions(
  context: ReadContext,
  deps: LookUp,
  quiz: readonly QuizQuestion[],
): Promise<Askable[]> {
  const asked: Askable[] = [];
  for (const one of quiz) {
    const { key, question, why, about } = one;
    const found =
      'options' in one
        ? { options: one.options, right: one.options[one.correct] }
        : 'cycle' in one.answer
          ? await dates(context, deps, one.answer.cycle)
          : await heads(context, deps, one.answer.unit);
    if (found?.right === undefined || found.options.length < 2) continue;
    asked.push({ key, question, why, about, options: found.options, right: found.right });
  }
  return asked;
}

/** The next date of a cycle among three others: one, two and three weeks later. */
async function dates(context: ReadContext, deps: LookUp, cycle: string) {
  const [next] = (await nextReviews(context, deps, cycle)).dates;
  if (next === undefined) return undefined;
  const date = Temporal.PlainDate.from(next);
  const days = [0, 1, 2, 3].map((weeks) => spokenDay(date.add({ weeks })));
  return { right: spokenDay(date), options: days };
}

/** A unit's head among those of the units beside it. */
async function heads(context: ReadContext, deps: LookUp, key: string) {
  const { db } = context;
  const unit = await unitByKey(db, key);
  const day = await todayOf(context, deps);
  const right = unit && (await headOf(db, unit, day))?.person?.name;
  if (!unit || !right) return undefined;
  const options = new Set([right]);
  for (const beside of await unitsBeside(context, unit, day)) {
    const name = (await headOf(db, beside, day))?.person?.name;
    if (name) options.add(name);
    if (options.size === 4) break;
  }
  return { right, options: [...options] };
}

async function unitsBeside(
  { db, actor }: ReadContext,
  unit: Id<'unit'>,
  day: string,
): Promise<Id<'unit'>[]> {
  for (const parent of await someUnits(db, actor, mostUnits)) {
    const below = await unitsUnder(db, parent, day);
    if (below.includes(unit)) return below.filter((id) => id !== unit);
  }
  return [];
}
