import type { FiscalCalendar } from './fiscal-calendar.ts';
import { fieldReader, isRecord, required } from './read-json.ts';
import type { Parsed, Problem } from './read-json.ts';

/** Makes a fiscal calendar of unknown JSON, or says all that is wrong with it. */
export function parseFiscalCalendar(json: unknown): Parsed<FiscalCalendar> {
  if (!isRecord(json)) {
    return { ok: false, problems: [{ path: '', message: 'a fiscal calendar must be an object' }] };
  }
  const problems: Problem[] = [];
  const fields = fieldReader(json, '', problems);
  const pattern = required(
    fields,
    'pattern',
    fields.choice('pattern', ['month', '4-4-5', '4-5-4', '5-4-4'] as const),
  );
  const startMonth = required(fields, 'startMonth', fields.integer('startMonth', 1, 12)) ?? 1;
  const yearName =
    required(fields, 'yearName', fields.choice('yearName', ['start', 'end'] as const)) ?? 'start';
  if (pattern === undefined) return { ok: false, problems };

  let calendar: FiscalCalendar = { pattern: 'month', startMonth, yearName };
  if (pattern !== 'month') {
    const endsOn = fields.object('endsOn', (inner) => {
      const weekday = required(inner, 'weekday', inner.weekday('weekday'));
      const anchor = required(
        inner,
        'anchor',
        inner.choice('anchor', ['nearest', 'last'] as const),
      );
      return weekday && anchor && { weekday, anchor };
    });
    const week53Period = required(fields, 'week53Period', fields.integer('week53Period', 1, 12));
    required(fields, 'endsOn', endsOn);
    if (endsOn !== undefined && week53Period !== undefined) {
      calendar = { pattern, startMonth, yearName, endsOn, week53Period };
    }
  }
  fields.finish();
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: calendar };
}
