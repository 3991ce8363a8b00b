import { idOf, toReference, type EntitySummary, type Id } from '@throughline/contract';
import { z } from 'zod';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries } from '../../../platform/entities/entity.ts';
import { insight } from '../../../platform/insights/insight.ts';
import { membersOf } from '../../org/index.ts';
import { organisationCalendar } from '../organisation-calendar.ts';
import { loadsOf, weeksFrom } from './load-rules.ts';
import { heldBetween, type HeldReview } from './load-store.ts';

const mostRows = 200;
const mostBars = 20;
const usualLimit = 6;

const parameters = z.strictObject({
  unit: idOf('unit').optional(),
  weeks: z.number().int().min(1).max(53).default(8),
  /** Hours in reviews that a week should not exceed. */
  limitHours: z.number().min(0.5).max(60).default(usualLimit),
  by: z.enum(['person', 'unit']).default('person'),
});

function counted(count: number, noun: string, nouns: string) {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** What a unit's own reviews take of all who attend them, in hours a week, the most first. */
function byUnit(held: readonly HeldReview[], weeks: number) {
  return [...Map.groupBy(held, ({ unit }) => unit.id)]
    .map(([id, reviews]) => {
      const minutes = reviews.reduce((sum, one) => sum + one.minutes, 0);
      const personMinutes = reviews.reduce((sum, one) => sum + one.minutes * one.people.length, 0);
      return {
        id,
        title: reviews[0]?.unit.title ?? '',
        hours: Math.round((minutes / 60 / weeks) * 10) / 10,
        personHours: Math.round((personMinutes / 60 / weeks) * 10) / 10,
        reviews: reviews.length,
      };
    })
    .toSorted((one, other) => other.personHours - one.personHours || (one.id < other.id ? -1 : 1));
}

async function spanOf({ db, now }: ReadContext, weeks: number) {
  const { zone } = await organisationCalendar(db);
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const mondays = weeksFrom(today, weeks);
  const from = mondays[0] ?? today.toString();
  const to = Temporal.PlainDate.from(mondays.at(-1) ?? from).add({ days: 6 });
  return { mondays, from, to: to.toString(), today: today.toString() };
}

/** Hours that people, or what units hold, spend in reviews in the weeks to come, against a limit. */
export const meetingLoad = insight({
  key: 'rhythm.meeting-load',
  title: 'Meeting load',
  describes:
    'Hours a week in reviews of each person, or of what each unit holds, from this week on, against a limit',
  parameters,
  async run(context, { unit, weeks, limitHours, by }) {
    const span = await spanOf(context, weeks);
    const all = await heldBetween(context, span);
    if (by === 'unit') return unitsAnswer(context, all, { unit, weeks });
    const members = unit ? new Set<string>(await membersOf(context.db, unit, span.today)) : null;
    const loads = loadsOf(all, span.mondays, limitHours).filter(
      ({ person }) => members === null || members.has(person),
    );
    const names = await loadSummaries(
      context.db,
      context.actor,
      loads.map(({ person }) => person),
    );
    const seen = loads.flatMap((load) => {
      const record = names.get(load.person);
      return record ? [{ ...load, record }] : [];
    });
    const over = seen.filter((load) => load.over > 0);
    const asOf = context.now.toString({ fractionalSecondDigits: 3 });
    const figure = (key: string, label: string, value: number | null, unitSays: string) => ({
      key,
      label,
      value,
      unit: unitSays,
      asOf,
      stale: false,
    });
    const records = (of: readonly { record: EntitySummary }[]) =>
      of.slice(0, mostRows).map(({ record }) => record);
    const heaviest = seen.toSorted((one, other) => other.hoursAWeek - one.hoursAWeek);
    const [most] = heaviest;
    return {
      says:
        seen.length === 0
          ? 'No review is on the calendar in these weeks.'
          : `${counted(over.length, 'person is', 'people are')} in reviews for more than ${limitHours} hours in some week of the next ${weeks}.`,
      figures: [
        {
          ...figure('over', `More than ${limitHours} h in a week`, over.length, 'people'),
          records: records(over),
        },
        {
          ...figure('most', 'The most', most?.hoursAWeek ?? null, 'h a week'),
          records: most ? [most.record] : [],
        },
      ],
      columns: [
        { key: 'person', label: 'Person' },
        { key: 'hours', label: 'Hours a week' },
        { key: 'busiest', label: 'Busiest week' },
        { key: 'busiestHours', label: 'Hours in it' },
        { key: 'over', label: 'Weeks over the limit' },
      ],
      rows: seen.slice(0, mostRows).map((load) => ({
        ref: load.record.ref,
        person: load.record.title,
        hours: load.hoursAWeek,
        busiest: load.busiest.week,
        busiestHours: load.busiest.hours,
        over: load.over,
      })),
      charts:
        heaviest.length === 0
          ? []
          : [
              {
                key: 'load',
                title: 'Hours a week in reviews',
                form: 'bars' as const,
                unit: 'h',
                target: limitHours,
                series: [
                  {
                    key: 'hours',
                    label: 'Hours a week',
                    points: heaviest
                      .slice(0, mostBars)
                      .map(({ record, hoursAWeek }) => ({ at: record.title, value: hoursAWeek })),
                  },
                ],
              },
            ],
    };
  },
});

function unitsAnswer(
  { now }: ReadContext,
  held: readonly HeldReview[],
  { unit, weeks }: { unit: Id<'unit'> | undefined; weeks: number },
) {
  const units = byUnit(held, weeks).filter(({ id }) => unit === undefined || id === unit);
  const total = Math.round(units.reduce((sum, one) => sum + one.personHours, 0) * 10) / 10;
  return {
    says: `Reviews take ${total} person-hours a week over the next ${weeks} weeks.`,
    figures: [
      {
        key: 'total',
        label: 'Person-hours a week',
        value: total,
        unit: 'h',
        asOf: now.toString({ fractionalSecondDigits: 3 }),
        stale: false,
        records: units.slice(0, mostRows).map(({ id, title }) => ({
          ref: toReference('unit', id),
          kind: 'unit' as const,
          title,
          state: 'active',
        })),
      },
    ],
    columns: [
      { key: 'unit', label: 'Unit' },
      { key: 'reviews', label: 'Reviews' },
      { key: 'hours', label: 'Hours a week' },
      { key: 'personHours', label: 'Person-hours a week' },
    ],
    rows: units.slice(0, mostRows).map(({ id, title, reviews, hours, personHours }) => ({
      ref: toReference('unit', id),
      unit: title,
      reviews,
      hours,
      personHours,
    })),
    charts: [],
  };
}
