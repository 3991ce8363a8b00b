import { isoDate, plainDateOf } from './day-number.ts';
import type { DayNumber } from './day-number.ts';

/**
 * One occurrence of a rule. It holds numbers and makes Temporal objects when asked for them, since
 * a year of cadences has thousands and few are looked at.
 */
export class Occurrence {
  /** The rule's wall-clock time; on the day of a clock change `start` may show another one. */
  readonly time: Temporal.PlainTime;
  /** IANA zone of `time` and `date`. */
  readonly zone: string;
  /** Start in milliseconds since 1970-01-01T00:00Z. */
  readonly startMs: number;
  /** `startMs` and the rule's duration, in elapsed time. */
  readonly endMs: number;
  readonly #day: DayNumber;
  readonly #nominalDay: DayNumber;
  readonly #key: string | undefined;

  constructor(
    named: { key?: string; day: DayNumber },
    day: DayNumber,
    time: Temporal.PlainTime,
    zone: string,
    startMs: number,
    endMs: number,
  ) {
    this.time = time;
    this.zone = zone;
    this.startMs = startMs;
    this.endMs = endMs;
    this.#day = day;
    this.#nominalDay = named.day;
    this.#key = named.key;
  }

  /**
   * Names the occurrence within its rule whatever the window, the holidays and the clock: the
   * month, fiscal span or anchor it belongs to (`2027-03`, `FY2027-Q1`, `2027-03/+5bd`), or the
   * unshifted date of a recurrence (`2027-03-10`).
   */
  get key(): string {
    return this.#key ?? isoDate(this.#nominalDay);
  }

  /** The local date on which it takes place, after any holiday shift. */
  get date(): Temporal.PlainDate {
    return plainDateOf(this.#day);
  }

  /** The date that the rule names. */
  get nominalDate(): Temporal.PlainDate {
    return plainDateOf(this.#nominalDay);
  }

  get start(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.startMs);
  }

  get end(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.endMs);
  }
}
