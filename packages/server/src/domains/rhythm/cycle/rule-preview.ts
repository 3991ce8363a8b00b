import {
  CadenceError,
  addBusinessDays,
  expand,
  holidayOn,
  isBusinessDay,
  parseRule,
  ruleSentence,
  ruleTimeSentence,
} from '@throughline/cadence';
import type { OperationOf, OutputOf } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import type { OccasionSource } from '../../../platform/occasions/occasion.ts';
import { daysToLookAt, waitsForEvents } from '../occasion/occasion-rules.ts';
import { organisationCalendar } from '../organisation-calendar.ts';

type Preview = OutputOf<OperationOf<'rhythm.previewRule'>>;

const nothing = { sentence: null, timeSays: null, eventDriven: false, next: [] };
/** A rule that yields nothing for so long is told to yield nothing. */
const yearsAhead = 6;
const shown = 5;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a rule that somebody is typing means, or what is wrong with it; nothing is kept. */
export async function rulePreview(
  context: ReadContext,
  sources: readonly OccasionSource[],
  query: { rule: string; durationMinutes: number; preReadBusinessDays: number },
): Promise<Preview> {
  const json = jsonOf(query.rule);
  const parsed = parseRule(
    typeof json === 'object' && json !== null && !Array.isArray(json)
      ? { ...json, durationMinutes: query.durationMinutes }
      : json,
  );
  if (!parsed.ok) return { ...nothing, problems: parsed.problems };
  const rule = parsed.value;
  const calendar = await organisationCalendar(context.db);
  const zone = rule.zone ?? calendar.zone;
  const today = context.now.toZonedDateTimeISO(zone).toPlainDate();
  const span = { from: today, to: today.add({ years: yearsAhead }) };
  const eventDriven = waitsForEvents(rule);
  const said = {
    sentence: ruleSentence(rule),
    timeSays: ruleTimeSentence({ ...rule, zone }),
    eventDriven,
  };
  try {
    const event = eventDriven ? rule.anchor.event : '';
    const source = sources.find((one) => one.event === event);
    if (eventDriven && !source) {
      const message = `no domain says when “${event}” happens`;
      return { ...said, next: [], problems: [{ path: 'anchor.event', message }] };
    }
    const known =
      eventDriven && source ? await source.between(context, daysToLookAt(rule, span)) : [];
    const occurrences = expand(rule, {
      ...span,
      calendar: calendar.fiscal,
      business: calendar.business,
      zone: calendar.zone,
      events: known.map(({ about, on }) => ({ event, id: about.id, date: on })),
    }).filter(({ startMs }) => startMs > context.now.epochMilliseconds);
    return {
      ...said,
      problems: [],
      next: occurrences.slice(0, shown).map(({ date, start }) => ({
        date: date.toString(),
        startsAt: start.toString({ fractionalSecondDigits: 3 }),
        preReadOn: addBusinessDays(calendar.business, date, -query.preReadBusinessDays).toString(),
        dayOff:
          holidayOn(calendar.business, date) ??
          (isBusinessDay(calendar.business, date) ? '' : 'no working day'),
      })),
    };
  } catch (error) {
    if (!(error instanceof CadenceError)) throw error;
    return { ...said, next: [], problems: [{ path: '', message: error.message }] };
  }
}
