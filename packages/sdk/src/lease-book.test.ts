import { expect, test } from 'vitest';
import { createLeaseBook, instantFromWall } from './lease-book.ts';
import { parseFeed } from './protocol.ts';
import type { Feed } from './protocol.ts';
import { aMessage } from './testing/test-peer.ts';

const at = (monotonic: number, wall = monotonic) => ({ monotonic, wall });

function feedOf(position: number, ...messages: object[]): Feed {
  const serverNow = '2026-05-04T09:30:00.000Z';
  const feed = parseFeed({ position, revision: `r${position}`, serverNow, messages, flags: {} });
  if (!feed) throw new Error('a broken feed in the test');
  return feed;
}
const a = aMessage({ id: 'a', validForMs: 1_000, flag: { key: 'planning', value: true } });
const b = aMessage({ id: 'b', validForMs: 3_000, flag: null, priority: 9 });

test('a lease runs from the moment of asking, and the message is gone in the very millisecond it ends', () => {
  const book = createLeaseBook();
  book.renew(feedOf(1, a, b), at(100));
  expect(book.live(at(1_099)).map(({ id }) => id)).toEqual(['b', 'a']);
  expect(book.untilExpiry(at(600))).toBe(500);
  expect(book.live(at(1_100)).map(({ id }) => id)).toEqual(['b']);
  expect(book.untilExpiry(at(1_100))).toBe(2_000);
  expect(book.untilExpiry(at(3_100))).toBe(null);
});

test('whichever clock says that more time has passed ends the lease', () => {
  const book = createLeaseBook();
  book.renew(feedOf(1, a), at(0, 50_000));
  expect(book.live(at(10, 51_000)), 'asleep: the monotonic clock stood still').toEqual([]);
  expect(book.live(at(1_000, 20_000)), 'the wall clock was set back').toEqual([]);
  expect(book.live(at(999, 50_999))).toHaveLength(1);
});

test('a confirmation renews, and an older feed does not', () => {
  const book = createLeaseBook();
  book.renew(feedOf(5, a), at(0));
  book.confirm(at(900));
  expect(book.live(at(1_800))).toHaveLength(1);
  expect(book.renew(feedOf(4, a, b), at(1_800))).toBe(false);
  expect(book.live(at(1_899))).toHaveLength(1);
  expect(book.live(at(1_900))).toHaveLength(0);
  expect(book.renew(feedOf(4, b), at(1_900), true), 'a new session begins anew').toBe(true);
  expect(book.live(at(1_900))).toHaveLength(1);
});

test('a killed message stays away until a feed that is no older than the kill brings it back', () => {
  const book = createLeaseBook();
  book.renew(feedOf(5, a, b), at(0));
  book.kill({ position: 7, flags: ['planning'], messages: [] });
  expect(book.live(at(1)).map(({ id }) => id)).toEqual(['b']);
  book.renew(feedOf(6, a, b), at(2));
  expect(book.live(at(3)).map(({ id }) => id)).toEqual(['b']);
  book.renew(feedOf(7, a, b), at(4));
  expect(book.live(at(5)).map(({ id }) => id)).toEqual(['b', 'a']);
  book.kill({ position: 8, flags: [], messages: ['b'] });
  expect(book.live(at(6)).map(({ id }) => id)).toEqual(['a']);
  book.kill(null);
  expect(book.live(at(7))).toEqual([]);
});

test('a moment that another tab tells is aged by the wall clock, and never lies in the future', () => {
  expect(instantFromWall(9_000, at(500, 9_200))).toEqual({ wall: 9_000, monotonic: 300 });
  expect(instantFromWall(9_900, at(500, 9_200))).toEqual({ wall: 9_900, monotonic: 500 });
});

test('no lease is longer than two minutes, whatever the server says', () => {
  const book = createLeaseBook();
  book.renew(feedOf(1, { ...a, validForMs: 86_400_000 }), at(0));
  expect(book.shortestLease()).toBe(120_000);
});
