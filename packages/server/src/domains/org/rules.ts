import { unitLevels, type UnitLevel } from '@throughline/contract';
import { problem } from '../../platform/problem.ts';
import type { Day } from './tables.ts';

/** A stretch of days, `[since, until)`; open at either end where null. */
export interface Period {
  readonly since: Day;
  readonly until: Day;
}

/** Whether a period holds on a day. */
export function holdsOn(period: Period, day: string): boolean {
  return (
    (period.since === null || period.since <= day) && (period.until === null || day < period.until)
  );
}

/** A period as an operation gives it. Throws `invalid_input` where it ends before it begins. */
export function periodOf(input: {
  since?: string | null | undefined;
  until?: string | null | undefined;
}): Period {
  const since = input.since ?? null;
  const until = input.until ?? null;
  if (since !== null && until !== null && until <= since) {
    throw problem('invalid_input', 'until: must be a day after since.');
  }
  return { since, until };
}

/** A unit's state on a day, as its lifetime says. */
export function unitState(period: Period, day: string): 'planned' | 'active' | 'closed' {
  if (period.until !== null && period.until <= day) return 'closed';
  return period.since !== null && day < period.since ? 'planned' : 'active';
}

/**
 * Throws `org.level_not_allowed` unless a unit of a level may stand under one of another: never
 * under a lower one; the company alone, and only the company, under none.
 */
export function checkLevel(level: UnitLevel, parent: UnitLevel | undefined): void {
  if (parent === undefined) {
    if (level === 'company') return;
    throw problem('org.level_not_allowed', 'Only the company stands under no other unit.');
  }
  if (level === 'company' || unitLevels.indexOf(level) < unitLevels.indexOf(parent)) {
    throw problem(
      'org.level_not_allowed',
      `A unit of level ${level} cannot stand under a ${parent}.`,
    );
  }
}

/** A name as a key: `Preconstruction, Financials & Core SaaS` → `preconstruction-financials-core-saas`. */
export function keyOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  const key = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 80);
  return key === '' || key === 'vacant' ? `${key || 'x'}-1` : key.replace(/-$/, '');
}

/** The first of `key`, `key-2`, `key-3` … that isn't taken. */
export function freeKey(key: string, taken: ReadonlySet<string>): string {
  let candidate = key;
  for (let number = 2; taken.has(candidate); number++) candidate = `${key}-${number}`;
  return candidate;
}

/** Throws `invalid_input` unless the text is a time zone that the runtime knows. */
export function checkTimeZone(zone: string): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  } catch {
    throw problem('invalid_input', `timeZone: “${zone}” is no IANA time zone.`);
  }
}

/**
 * A period inside a unit's lifetime: open ends are closed where the unit's are. Throws
 * `wrong_state` where it reaches beyond.
 */
export function checkWithin(period: Period, unit: Period & { readonly title: string }): Period {
  const since = period.since ?? unit.since;
  const until = period.until ?? unit.until;
  if (unit.since !== null && since !== null && since < unit.since) {
    throw problem('wrong_state', `${unit.title} begins on ${unit.since}.`);
  }
  if (
    unit.until !== null &&
    (until === null || until > unit.until || (since ?? '') >= unit.until)
  ) {
    throw problem('wrong_state', `${unit.title} ends on ${unit.until}.`);
  }
  return { since, until };
}

/**
 * Where a period ends when it is ended on a day: that day, or nowhere at all (`undefined`) where it
 * would not have begun by then. Throws `wrong_state` where it ends earlier already.
 */
export function endOn(period: Period, on: string): string | undefined {
  if (period.until !== null && period.until <= on) {
    throw problem('wrong_state', `This ends on ${period.until} already.`);
  }
  return period.since !== null && on <= period.since ? undefined : on;
}
