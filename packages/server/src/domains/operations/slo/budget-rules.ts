/** Good and all events of a span of time; times in milliseconds of the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly good: number;
  readonly total: number;
}

/** The window that an SLO looks at. */
export interface SloWindow {
  readonly from: number;
  readonly to: number;
}

/** How an error budget stands. Shares are of 1. */
export interface Budget {
  readonly attained: number | null;
  readonly remaining: number | null;
  readonly burns: readonly Burn[];
  readonly measuredFrom: number | null;
  readonly measuredTo: number | null;
}

/** How fast the budget goes over a long window, and whether it still does over a short one. */
export interface Burn {
  readonly window: string;
  readonly rate: number | null;
  readonly shortRate: number | null;
  readonly threshold: number;
  readonly alerts: boolean;
}

const minute = 60_000;
const hour = 60 * minute;

/**
 * When a burn is an alert: so much of the budget goes within the long window, and the short one, a
 * twelfth of it, says that it still does (Google, The Site Reliability Workbook, chapter 5, table 5-8).
 */
const alerts = [
  { window: '1 h', long: hour, share: 0.02 },
  { window: '6 h', long: 6 * hour, share: 0.05 },
  { window: '3 d', long: 72 * hour, share: 0.1 },
] as const;

const sum = (spans: readonly Span[], of: (span: Span) => number) =>
  spans.reduce((all, span) => all + of(span), 0);
const within = (spans: readonly Span[], from: number, to: number) =>
  spans.filter((span) => span.to > from && span.from < to);

/** The good share of all events, or null where there was none. */
function goodShare(spans: readonly Span[]): number | null {
  const total = sum(spans, (span) => span.total);
  return total === 0 ? null : sum(spans, ({ good }) => good) / total;
}

/** How fast spans use up the budget of an objective: 1 spends it exactly within its window. */
export function burnRate(spans: readonly Span[], objective: number): number | null {
  const good = goodShare(spans);
  return good === null ? null : (1 - good) / (1 - objective);
}

/** From which rate on so much of a budget goes within so much of its window. */
export function burnThreshold(share: number, windowMs: number, longMs: number): number {
  return (share * windowMs) / longMs;
}

/** How many bad events an objective allows among so many. */
export function allowedFailures(total: number, objective: number): number {
  return total * (1 - objective);
}

/**
 * How much of the whole window's budget spans use up: what was not measured yet is taken to bring as
 * many events as what was.
 */
function spentBy(
  part: readonly Span[],
  all: readonly Span[],
  objective: number,
  window: SloWindow,
): number {
  const measured = sum(all, ({ from, to }) => to - from);
  const total = sum(all, (span) => span.total);
  if (measured === 0 || total === 0) return 0;
  const expected = total * Math.max(1, (window.to - window.from) / measured);
  return (
    sum(part, ({ good, total: events }) => events - good) / allowedFailures(expected, objective)
  );
}

/** The coarsest of some spans: finer than that nothing can be told apart. */
function grainOf(spans: readonly Span[]): number {
  return spans.reduce((grain, { from, to }) => Math.max(grain, to - from), 0);
}

/**
 * The burn over a window before the last measurement. Where measurements are coarser than the short
 * window, it is as long as one of them; where the long window has fewer than three, nothing is said.
 */
function burnOver(
  spans: readonly Span[],
  objective: number,
  windowMs: number,
  alert: (typeof alerts)[number],
): Burn {
  const { window, long, share } = alert;
  const end = spans.at(-1)?.to ?? 0;
  const recent = within(spans, end - long, end);
  const grain = grainOf(recent);
  const threshold = burnThreshold(share, windowMs, long);
  if (grain === 0 || grain * 3 > long) {
    return { window, rate: null, shortRate: null, threshold, alerts: false };
  }
  const short = Math.max(long / 12, grain);
  const rate = burnRate(recent, objective);
  const shortRate = burnRate(within(spans, end - short, end), objective);
  return {
    window,
    rate,
    shortRate,
    threshold,
    alerts: rate !== null && shortRate !== null && rate >= threshold && shortRate >= threshold,
  };
}

/** How an error budget stands; `objective` is a share of 1, spans stand by their beginning. */
export function budgetOf(spans: readonly Span[], objective: number, window: SloWindow): Budget {
  const measured = within(spans, window.from, window.to);
  const attained = goodShare(measured);
  const length = window.to - window.from;
  return {
    attained,
    remaining: attained === null ? null : 1 - spentBy(measured, measured, objective, window),
    burns: alerts
      .filter(({ long }) => long < length)
      .map((alert) => burnOver(spans, objective, length, alert)),
    measuredFrom: measured[0]?.from ?? null,
    measuredTo: spans.at(-1)?.to ?? null,
  };
}

/** What is left of the budget at the end of each day of the window on which something was measured. */
export function burndown(
  spans: readonly Span[],
  objective: number,
  window: SloWindow,
  dayOf: (ms: number) => string,
): { readonly on: string; readonly remaining: number; readonly good: number }[] {
  const measured = within(spans, window.from, window.to);
  const days = [...Map.groupBy(measured, ({ from }) => dayOf(from))];
  let remaining = 1;
  return days.map(([on, part]) => {
    remaining -= spentBy(part, measured, objective, window);
    return { on, remaining, good: goodShare(part) ?? 1 };
  });
}

/** What a budget says in one word. */
export function sloStateOf(
  budget: Pick<Budget, 'remaining' | 'burns'>,
  stale: boolean,
): 'healthy' | 'burning' | 'spent' | 'unknown' {
  if (budget.remaining === null || stale) return 'unknown';
  // A rounding of the arithmetic is no failure.
  if (budget.remaining <= 1e-9) return 'spent';
  return budget.burns.some((burn) => burn.alerts) ? 'burning' : 'healthy';
}
