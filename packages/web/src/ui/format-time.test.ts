import { expect, test, vi } from 'vitest';
import { formatAge, formatInstant, formatPlainDate } from './format-time.ts';

test('a plain date is the same day whatever the zone of the machine', async () => {
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
    // The formats are made when the module is loaded, so it is loaded anew in each zone.
    vi.stubEnv('TZ', zone);
    vi.resetModules();
    const fresh = await import('./format-time.ts');
    expect(fresh.formatPlainDate('2026-03-01')).toBe('1 Mar 2026');
  }
  vi.unstubAllEnvs();
  expect(formatPlainDate('2026-11-23', true)).toBe('Mon, 23 Nov 2026');
});

test('what is not a plain date is shown as it came', () => {
  expect(formatPlainDate('soon')).toBe('soon');
});

test("an instant is shown in the viewer's zone, and the zone is named", () => {
  // 09:05 UTC in winter is 10:05 in Berlin (UTC+1) and 01:05 in Los Angeles (UTC−8).
  expect(formatInstant('2026-11-23T09:05:00Z', 'Europe/Berlin')).toBe('23 Nov 2026, 10:05 CET');
  expect(formatInstant('2026-11-23T09:05:00Z', 'America/Los_Angeles')).toMatch(
    /^23 Nov 2026, 01:05 (GMT-8|PST)$/,
  );
});

test('an age is rounded down to whole units', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  expect(formatAge('2026-11-23T11:59:01Z', now).short).toBe('now');
  expect(formatAge('2026-11-23T10:01:00Z', now)).toEqual({
    short: '1 h ago',
    spoken: '1 hour ago',
  });
  expect(formatAge('2026-11-14T12:00:00Z', now).spoken).toBe('9 days ago');
  expect(formatAge('2026-11-23T15:30:00Z', now).short).toBe('in 3 h');
});
