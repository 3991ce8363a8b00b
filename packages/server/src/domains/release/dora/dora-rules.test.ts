import { expect, test } from 'vitest';
import { monthsOf, weeksOf } from './dora-periods-rules.ts';
import {
  chargeIncidents,
  doraFigures,
  judgeDeployments,
  median,
  type DeploymentFact,
  type IncidentFact,
} from './dora-rules.ts';

const hour = 3_600_000;
const begin = Date.parse('2026-11-02T00:00:00Z');
/** So many hours after the period's begin. */
const at = (hours: number) => begin + hours * hour;
/** Four weeks. */
const period = { from: begin, to: at(28 * 24) };

let count = 0;
function deployment(part: Partial<DeploymentFact> & { hours?: number } = {}): DeploymentFact {
  const { hours = 10, ...fact } = part;
  return {
    id: `d${(count += 1)}`,
    place: 'shop production',
    repository: 'shop',
    services: ['checkout'],
    requestedAt: at(hours - 1),
    firstFailedAt: null,
    succeededAt: at(hours),
    rollbackStartedAt: null,
    rolledBackAt: null,
    repeats: false,
    restores: false,
    hotfix: false,
    commits: [],
    ...fact,
  };
}
const incident = (part: Partial<IncidentFact>): IncidentFact => ({
  id: `i${(count += 1)}`,
  deployment: null,
  services: [],
  openedAt: at(20),
  resolvedAt: at(24),
  ...part,
});
const figures = (deployments: DeploymentFact[], incidents: IncidentFact[] = []) =>
  doraFigures(judgeDeployments(deployments, incidents), period);

test('the median is the middle one, or the mean of the two in the middle', () => {
  expect([median([]), median([3]), median([9, 1, 4]), median([1, 2, 4, 9])]).toEqual([
    null,
    3,
    4,
    3,
  ]);
});

test('lead time is from each commit to its first run in production; the first deployment has none', () => {
  // The first of its place brings the whole history: nothing is counted for it.
  const first = deployment({ hours: 10 });
  const second = deployment({
    hours: 100,
    commits: [
      { sha: 'a', at: at(90) }, // 10 h
      { sha: 'b', at: at(80) }, // 20 h
      { sha: 'c', at: at(52) }, // 48 h
    ],
  });
  const { leadTime } = figures([first, second]);
  expect(leadTime.value).toBe(20);
  expect(leadTime.of.map(({ fact }) => fact.id)).toEqual([second.id]);
});

test('a commit that comes again, by another deployment or to another region, is counted once', () => {
  const commits = [{ sha: 'a', at: at(0) }];
  const first = deployment({ hours: 10, commits });
  const again = deployment({ hours: 50, commits });
  const region = deployment({ hours: 90, commits, place: 'shop production-eu' });
  // Only the first: 10 h. All three would have a median of 50 h.
  expect(figures([region, again, first]).leadTime.value).toBe(10);
  // The same commit name in another repository is another commit.
  const other = deployment({ hours: 30, commits, repository: 'mail', place: 'mail production' });
  expect(figures([first, other]).leadTime.value).toBe(20);
});

test('commits of a failed deployment count when one that brings them succeeds', () => {
  const commits = [{ sha: 'a', at: at(0) }];
  const failed = deployment({ hours: 5, succeededAt: null, firstFailedAt: at(5), commits });
  const later = deployment({ hours: 12, commits });
  expect(figures([failed, later]).leadTime.value).toBe(12);
});

test('frequency is deployments a week that put something else in place', () => {
  const eight = Array.from({ length: 8 }, (_, index) => deployment({ hours: 20 + index * 24 }));
  const repeat = deployment({ hours: 300, repeats: true });
  const failed = deployment({ hours: 310, succeededAt: null, firstFailedAt: at(310) });
  // Eight in four weeks; the redeploy of the same commit and the failed one are none.
  expect(figures([...eight, repeat, failed]).frequency.value).toBe(2);
});

test('a pipeline that fails counts as a failed deployment, and one of four is 25 %', () => {
  const good = [10, 20, 30].map((hours) => deployment({ hours }));
  const failed = deployment({ hours: 40, succeededAt: null, firstFailedAt: at(40) });
  const { failRate } = figures([...good, failed]);
  expect([failRate.value, failRate.of.length, failRate.all]).toEqual([25, 1, 4]);
});

test('a step that failed and passed when it ran again is no failed deployment', () => {
  const retried = deployment({ hours: 12, firstFailedAt: at(11) });
  expect(figures([retried]).failRate.value).toBe(0);
});

test('a deployment that was cancelled, or still runs, is counted nowhere', () => {
  const cancelled = deployment({ succeededAt: null });
  expect(figures([cancelled])).toMatchObject({
    frequency: { value: 0 },
    failRate: { value: null, all: 0 },
  });
});

test('two incidents on one deployment are one failed deployment, from the first to the end of the last', () => {
  const one = deployment({ hours: 10 });
  const other = deployment({ hours: 200 });
  const incidents = [
    incident({ deployment: one.id, openedAt: at(12), resolvedAt: at(15) }),
    incident({ deployment: one.id, openedAt: at(13), resolvedAt: at(20) }),
  ];
  const { failRate, recovery } = figures([one, other], incidents);
  expect(failRate.value).toBe(50);
  // From 12 to 20: eight hours, once. Apart they would be 3 h and 7 h.
  expect([recovery.value, recovery.of.length]).toEqual([8, 1]);
});

test('an incident is charged by its service, never to a later deployment of another', () => {
  const checkout = deployment({ hours: 10 });
  const mail = deployment({ hours: 15, repository: 'mail', services: ['mailer'] });
  const charged = (part: Partial<IncidentFact>) => [
    ...chargeIncidents([checkout, mail], [incident(part)]).keys(),
  ];
  expect(charged({ services: ['checkout'], openedAt: at(20) })).toEqual([checkout.id]);
  expect(charged({ services: ['search'], openedAt: at(20) })).toEqual([]);
  expect(charged({ services: [], openedAt: at(20) })).toEqual([]);
  // More than a day after it, a deployment isn't the suspect any more.
  expect(charged({ services: ['checkout'], openedAt: at(35) })).toEqual([]);
  // What began before a deployment wasn't caused by it.
  expect(charged({ services: ['checkout'], openedAt: at(9) })).toEqual([]);
  // Whom somebody names stays named.
  expect(charged({ deployment: mail.id, services: ['checkout'] })).toEqual([mail.id]);
});

test('recovery of a rollback is from its begin to its end; of what is not over, nothing yet', () => {
  const rolledBack = deployment({ hours: 10, rollbackStartedAt: at(30), rolledBackAt: at(33) });
  const failed = deployment({
    hours: 50,
    place: 'other production',
    succeededAt: null,
    firstFailedAt: at(50),
  });
  const { recovery, failRate } = figures([rolledBack, failed]);
  expect([recovery.value, recovery.of.length]).toEqual([3, 1]);
  expect(failRate.value).toBe(100);
});

test('a failed pipeline has recovered when the next deployment to its place succeeds', () => {
  const failed = deployment({ hours: 10, succeededAt: null, firstFailedAt: at(10) });
  const elsewhere = deployment({ hours: 12, place: 'mail production' });
  const next = deployment({ hours: 16 });
  expect(figures([failed, elsewhere, next]).recovery.value).toBe(6);
});

test('an open incident keeps a deployment from having recovered, whatever else has ended', () => {
  const one = deployment({ hours: 10, rollbackStartedAt: at(12), rolledBackAt: at(13) });
  const open = incident({ deployment: one.id, openedAt: at(11), resolvedAt: null });
  expect(figures([one], [open]).recovery.value).toBeNull();
});

test('rework is what production made necessary: hotfix, going back, and the one after either', () => {
  const planned = deployment({ hours: 10, rollbackStartedAt: at(11), rolledBackAt: at(12) });
  const after = deployment({ hours: 20 });
  const quiet = deployment({ hours: 40 });
  const restores = deployment({ hours: 60, restores: true });
  const hotfix = deployment({ hours: 80, hotfix: true });
  const judged = judgeDeployments([planned, after, quiet, restores, hotfix], []);
  expect(judged.map(({ rework }) => rework)).toEqual([
    null,
    'The deployment before it was rolled back.',
    null,
    'It brought an earlier version back.',
    'It is a hotfix.',
  ]);
  // Three of five.
  expect(doraFigures(judged, period).reworkRate.value).toBe(60);
});

test('a deployment asked for while an incident of its place was open is rework; after it is not', () => {
  const cause = deployment({ hours: 10 });
  const fix = deployment({ hours: 22 });
  const later = deployment({ hours: 40 });
  const outage = incident({ deployment: cause.id, openedAt: at(20), resolvedAt: at(23) });
  const judged = judgeDeployments([cause, fix, later], [outage]);
  expect(judged.map(({ rework }) => rework !== null)).toEqual([false, true, false]);
});

test('a planned deployment after a pipeline that never reached production is no rework', () => {
  const failed = deployment({ hours: 10, succeededAt: null, firstFailedAt: at(10) });
  const next = deployment({ hours: 16 });
  expect(figures([failed, next]).reworkRate.value).toBe(0);
});

test('a deployment counts in the period in which it ended, to the millisecond, once', () => {
  const edge = deployment({ succeededAt: period.to });
  const judged = judgeDeployments([edge], []);
  const next = { from: period.to, to: period.to + 7 * 24 * hour };
  expect(doraFigures(judged, period).frequency.of).toHaveLength(0);
  expect(doraFigures(judged, next).frequency.value).toBe(1);
});

test('weeks and months begin at the organisation’s midnight, daylight saving or not', () => {
  // Sunday, 1 November, 23:30 in Los Angeles is Monday in UTC; clocks went back that night.
  const now = Temporal.Instant.from('2026-11-02T07:30:00Z');
  const [last] = weeksOf(now, 'America/Los_Angeles', 1);
  expect(last?.at).toBe('2026-10-26');
  // Monday 00:00 PDT to Monday 00:00 PST: a week and an hour.
  expect((last?.to ?? 0) - (last?.from ?? 0)).toBe((7 * 24 + 1) * hour);
  expect(weeksOf(now, 'UTC', 1)[0]?.at).toBe('2026-11-02');
  expect(monthsOf(now, 'Asia/Tokyo', 2).map((one) => one.at)).toEqual(['2026-10-01', '2026-11-01']);
  expect(new Date(monthsOf(now, 'Asia/Tokyo', 1)[0]?.from ?? 0).toISOString()).toBe(
    '2026-10-31T15:00:00.000Z',
  );
});
