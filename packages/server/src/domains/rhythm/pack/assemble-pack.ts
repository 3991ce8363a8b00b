import { toReference, type AssembledSection } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries } from '../../../platform/entities/entity.ts';
import type { Insights } from '../../../platform/insights/insight.ts';
import { DomainError } from '../../../platform/problem.ts';
import { asksOf } from '../ask/ask-store.ts';
import { loadCadence } from '../cadence/cadence-store.ts';
import { templateOfReview } from '../cycle/cycle-store.ts';
import { organisationCalendar } from '../organisation-calendar.ts';
import { lastFrozen, sectionComments, type Review } from '../review/review-store.ts';
import { fiscalYearNumber, lastQuarter, periodBefore } from '../rules.ts';
import { audience } from './audience.ts';
import { fillParameters, type Words } from './fill-parameters.ts';

/** How a domain asks an insight. */
export type RunInsight = Insights['run'];

/** The sprint whose end a review follows, as delivery knows it; undefined where there is none. */
async function sprintFollowed(
  context: ReadContext,
  run: RunInsight,
  unit: string,
  on: string,
): Promise<string | undefined> {
  try {
    const { rows } = await run(context, 'delivery.sprint-followed', { unit, on });
    const ref = rows[0]?.['ref'];
    return typeof ref === 'string' ? ref : undefined;
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

async function wordsOf(context: ReadContext, run: RunInsight, review: Review): Promise<Words> {
  const { db } = context;
  const { fiscal, zone } = await organisationCalendar(db);
  const date = Temporal.PlainDate.from(review.day);
  const cadence = await loadCadence(db, context.actor, review.cadence);
  const since = (await lastFrozen(db, review)) ?? periodBefore(fiscal, date, zone);
  const subjects = await loadSummaries(db, audience, review.subject ? [review.subject] : []);
  const subject = review.subject ? subjects.get(review.subject) : undefined;
  const year = fiscalYearNumber(fiscal, date);
  const unit = toReference('unit', cadence.unit.id);
  return {
    $unit: unit,
    $cadence: toReference('cadence', review.cadence),
    // From that day on: a day is what every insight takes.
    $since: since.toZonedDateTimeISO(zone).toPlainDate().toString(),
    $fiscalYear: year,
    $nextFiscalYear: year + 1,
    $fiscalQuarter: lastQuarter(fiscal, date),
    $sprint:
      subject?.kind === 'sprint'
        ? subject.ref
        : await sprintFollowed({ ...context, actor: audience }, run, unit, review.day),
    $subject: subject?.ref,
  };
}

const unknownWords: Readonly<Record<string, string>> = {
  $sprint: 'No sprint is known that this review follows.',
  $subject: 'This review is about nothing in particular, or about what its audience may not see.',
};

/**
 * The sections of a review's pack as its audience sees them now. An insight that no domain offers, or
 * that doesn't take these parameters, leaves a section that says so.
 */
export async function assemblePack(
  context: ReadContext,
  run: RunInsight,
  review: Review,
): Promise<AssembledSection[]> {
  const { db, now } = context;
  const asAudience: ReadContext = { db, now, actor: audience };
  const { pack } = await templateOfReview(db, review.id);
  const words = await wordsOf(context, run, review);
  const comments = await sectionComments(db, review.id);
  const asks = await asksOf(db, review.id);
  const sections: AssembledSection[] = [];
  for (const { key, title, insight, parameters } of pack) {
    const comment = comments.get(key) ?? null;
    const asked = fillParameters(parameters, words);
    const awaited = asks.find((ask) => ask.section === key && !ask.answered)?.name;
    const section = {
      key,
      title,
      insight,
      comment,
      ...(awaited === undefined ? {} : { awaited }),
    };
    if ('missing' in asked) {
      const missing = unknownWords[asked.missing] ?? `“${asked.missing}” means nothing here.`;
      sections.push({ ...section, parameters, missing, result: null });
      continue;
    }
    try {
      const result = await run(asAudience, insight, asked.filled);
      sections.push({ ...section, parameters: asked.filled, missing: null, result });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      sections.push({ ...section, parameters: asked.filled, missing: error.message, result: null });
    }
  }
  return sections;
}
