import { expect, test } from 'vitest';
import { createOutbox, createPageStorage, mergeReceipts, outboxBound } from './outbox.ts';
import type { ReceiptEntry } from './outbox.ts';

const receipt = (change: Partial<ReceiptEntry>): ReceiptEntry => ({
  message: 'm',
  campaign: 'c',
  epoch: 1,
  act: 'seen',
  at: '2026-05-04T09:30:00.000Z',
  ...change,
});

test('entries come back oldest first, from every outbox on the same storage, until they are dropped', () => {
  const storage = createPageStorage();
  storage.setItem('host', 'not ours');
  storage.setItem('p.0.broken', '{');
  const here = createOutbox(storage, 'p.', () => 1_000);
  const there = createOutbox(storage, 'p.', () => 2_000);
  there.add({ receipt: receipt({ act: 'clicked' }) });
  here.add({ receipt: receipt({ act: 'shown' }) });
  const waiting = here.peek(10);
  expect(waiting.map(([, entry]) => ('receipt' in entry ? entry.receipt.act : null))).toEqual([
    'shown',
    'clicked',
  ]);
  here.drop(waiting.map(([name]) => name));
  expect(there.peek(10)).toEqual([]);
  expect(storage.getItem('host')).toBe('not ours');
  expect(storage.length).toBe(1);
});

test('past its bound the oldest entry goes', () => {
  const storage = createPageStorage();
  let now = 1_000;
  const outbox = createOutbox(storage, 'p.', () => now++);
  for (let epoch = 0; epoch < outboxBound + 5; epoch++) outbox.add({ receipt: receipt({ epoch }) });
  const waiting = outbox.peek(1_000);
  expect(waiting).toHaveLength(outboxBound);
  expect(waiting[0]?.[1]).toMatchObject({ receipt: { epoch: 5 } });
});

test('receipts merge by campaign and epoch, each act at its earliest time', () => {
  const merged = mergeReceipts([
    receipt({ at: '2026-05-04T09:30:02.000Z' }),
    receipt({ at: '2026-05-04T09:30:01.000Z' }),
    receipt({ act: 'clicked', claim: 'token' }),
    receipt({ epoch: 2, at: '2026-05-04T09:30:03.000Z' }),
  ]);
  expect(merged).toEqual([
    {
      message: 'm',
      campaign: 'c',
      epoch: 1,
      claim: 'token',
      seen: '2026-05-04T09:30:01.000Z',
      clicked: '2026-05-04T09:30:00.000Z',
    },
    { message: 'm', campaign: 'c', epoch: 2, seen: '2026-05-04T09:30:03.000Z' },
  ]);
});
