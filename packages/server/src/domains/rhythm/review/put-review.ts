import type { BusinessCalendar } from '@throughline/cadence';
import { toReference, type EntityRef } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { createEntity, type Entity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import type { Cadence } from '../cadence/cadence-store.ts';
import { freezeOf } from '../rules.ts';
import type { RhythmTables } from '../tables.ts';
import { writeCycleRoles } from './write-cycle-roles.ts';

/** A review to put on the calendar. */
export interface ReviewToPut {
  readonly cadence: Cadence;
  /** Its occurrence's key; left out where it is outside the rule. */
  readonly occurrenceKey?: string;
  readonly adHoc: boolean;
  readonly title: string;
  readonly startsAt: Temporal.Instant;
  readonly zone: string;
  /** Where the rule puts its pre-read; so many business days before it otherwise. */
  readonly preReadOn?: Temporal.PlainDate;
  readonly business: BusinessCalendar;
  readonly turn: number;
  readonly subject?: Entity | undefined;
}

/** Puts one review on the calendar, with who leads and decides as of its day. */
export async function putReview(
  context: WriteContext,
  input: ReviewToPut,
): Promise<EntityRef<'review'> & { revision: number }> {
  const { tx, now } = context;
  const { cadence, startsAt, zone, subject } = input;
  const id = newId('review');
  const endsAt = startsAt.add({ minutes: cadence.durationMinutes });
  const date = startsAt.toZonedDateTimeISO(zone).toPlainDate();
  const { preReadBusinessDays } = cadence;
  const freeze = freezeOf({ startsAt, zone, preReadBusinessDays, business: input.business });
  const preReadOn = input.preReadOn ?? freeze.preReadOn;
  const review = await createEntity(context, {
    kind: 'review',
    id,
    title: input.title,
    state: 'scheduled',
    ownerUnit: cadence.unit.id,
    restricted: subject?.restricted ?? false,
    after: {
      cadence: toReference('cadence', cadence.id),
      startsAt: startsAt.toString(),
      endsAt: endsAt.toString(),
      preReadOn: preReadOn.toString(),
      subject: subject ? toReference(subject.kind, subject.id) : null,
    },
  });
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('review')
    .values({
      id,
      cadence_id: cadence.id,
      occurrence_key: input.occurrenceKey ?? `ad-hoc/${toReference('review', id)}`,
      ad_hoc: input.adHoc,
      starts_at: toDate(startsAt),
      ends_at: toDate(endsAt),
      time_zone: zone,
      on_day: date.toString(),
      pre_read_on: preReadOn.toString(),
      freezes_at: toDate(freeze.freezesAt),
      subject_id: subject?.id ?? null,
      sequence_at: toDate(now),
    })
    .execute();
  await link(context, review, 'held_by', { kind: 'cadence', id: cadence.id });
  if (subject) await link(context, review, 'discusses', subject);
  await writeCycleRoles(context, id, cadence, {
    day: date.toString(),
    turn: input.turn,
    subjectOwner: subject?.ownerUnit ?? null,
    attendees: false,
  });
  return review;
}
