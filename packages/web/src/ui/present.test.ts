import { expect, test, vi } from 'vitest';
import { present, setPresent } from './present.ts';

test('the present is the organisation’s, and runs on with this machine’s clock', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-28T10:00:00Z') });
  setPresent('2027-02-01T09:00:00.000Z');
  vi.advanceTimersByTime(5 * 60_000);
  expect(present().toISOString()).toBe('2027-02-01T09:05:00.000Z');
  setPresent('2026-11-28T10:05:01.000Z');
  expect(present().toISOString()).toBe('2026-11-28T10:05:00.000Z');
  vi.useRealTimers();
});
