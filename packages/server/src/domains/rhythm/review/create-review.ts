import type { EntityRef, Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadCadence } from '../cadence/cadence-store.ts';
import { organisationCalendar } from '../organisation-calendar.ts';
import { reviewTitle, ruleOf } from '../rules.ts';
import { putReview } from './put-review.ts';
import { turnOf } from './review-store.ts';

/** Holds a cadence's review at a time outside its rule. */
export async function createReview(
  context: WriteContext,
  input: {
    cadence: Id<'cadence'>;
    startsAt: string;
    title?: string | undefined;
    subject?: EntityRef | undefined;
  },
): Promise<EntityRef<'review'> & { revision: number }> {
  const { tx, actor, now } = context;
  const cadence = await loadCadence(tx, actor, input.cadence);
  authorise(actor, 'contributor', cadence.unit.id);
  const startsAt = Temporal.Instant.from(input.startsAt);
  if (Temporal.Instant.compare(startsAt, now) <= 0) {
    throw problem('invalid_input', 'startsAt: a review is put on the calendar ahead of its time.');
  }
  const calendar = await organisationCalendar(tx);
  const zone = ruleOf(cadence).zone ?? calendar.zone;
  const date = startsAt.toZonedDateTimeISO(zone).toPlainDate();
  const subject = input.subject ? await loadEntity(tx, actor, input.subject) : undefined;
  const cycle = cadence.cycle.shortTitle ?? cadence.cycle.title;
  return putReview(context, {
    cadence,
    adHoc: true,
    title:
      input.title ??
      reviewTitle({
        cycle,
        occurrence: cadence.sessionTitle ?? undefined,
        unit: subject?.title ?? cadence.unit.title,
        date,
      }),
    startsAt,
    zone,
    business: calendar.business,
    turn: await turnOf(tx, cadence.id, startsAt),
    subject,
  });
}
