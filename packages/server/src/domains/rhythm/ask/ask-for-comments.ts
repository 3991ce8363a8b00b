import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { loadCadence } from '../cadence/cadence-store.ts';
import { templateOfReview } from '../cycle/cycle-store.ts';
import { organisationCalendar } from '../organisation-calendar.ts';
import type { ReviewMail } from '../invitation/invite-to-review.ts';
import { resolveParty } from '../resolve-party.ts';
import { loadReview, subjectOf, turnOf } from '../review/review-store.ts';
import type { RhythmTables } from '../tables.ts';
import { dueOn } from './ask-rules.ts';
import { askedAfter, asksOf, leadOf } from './ask-store.ts';
import { mailAsks } from './mail-asks.ts';

/**
 * Asks the owners of a review's sections for their comments, three business days before the freeze,
 * and those who said nothing again on the day before. Once each, however often it runs.
 */
export async function askForComments(
  context: WriteContext,
  by: ReviewMail,
  id: Id<'review'>,
): Promise<void> {
  const { tx, actor, now } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  if (review.frozenAt !== null) return;
  const { business } = await organisationCalendar(tx);
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(review.zone).toPlainDate();
  const due = dueOn(business, dayOf(review.freezesAt), dayOf(now));
  if (!due.ask) return;
  const rhythm = tx.$extendTables<RhythmTables>();
  const before = await asksOf(tx, id);
  const asked: { section: string; person: Id<'person'> }[] = [];
  const cadence = await loadCadence(tx, actor, review.cadence);
  const { pack } = await templateOfReview(tx, review.id);
  const lead = await leadOf(tx, id);
  for (const { key, owner } of pack) {
    if (before.some(({ section }) => section === key)) continue;
    const party =
      owner &&
      (await resolveParty(tx, owner, {
        unit: cadence.unit,
        team: cadence.team,
        day: review.day,
        turn: await turnOf(tx, review.cadence, review.startsAt),
        subjectOwner: (await subjectOf(context, review.subject))?.ownerUnit ?? null,
      }));
    // A vacant post is asked nothing: whoever leads the review answers for its section.
    const person = party?.people[0]?.id ?? lead;
    if (person) asked.push({ section: key, person });
  }
  for (const { section, person } of asked) {
    await rhythm
      .insertInto('section_ask')
      .values({ review_id: id, section, person_id: person, asked_at: toDate(now) })
      .execute();
  }
  if (asked.length > 0) {
    const after = askedAfter(asked);
    await record(context, { action: 'review.comments_asked', entity: review, after });
    await mailAsks(context, by, { review, pack, asks: asked, again: false });
  }
  const missing = before.filter(({ answered, reminded_at }) => !answered && reminded_at === null);
  if (!due.remind || missing.length === 0) return;
  await rhythm
    .updateTable('section_ask')
    .set({ reminded_at: toDate(now) })
    .where('review_id', '=', id)
    .where(
      'section',
      'in',
      missing.map(({ section }) => section),
    )
    .execute();
  const asks = missing.map(({ section, person_id: person }) => ({ section, person }));
  const after = askedAfter(asks);
  await record(context, { action: 'review.comments_reminded', entity: review, after });
  await mailAsks(context, by, { review, pack, asks, again: true });
}
