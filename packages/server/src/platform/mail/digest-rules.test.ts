import { expect, test } from 'vitest';
import { digestDue, digestLetter, type DigestWish } from './digest-rules.ts';

const daily: DigestWish = { digest: 'daily', hour: 7, weekday: 1, lastOn: '2026-11-27' };
const weekly: DigestWish = { digest: 'weekly', hour: 7, weekday: 1, lastOn: '2026-11-23' };
const works = (day: Temporal.PlainDate) => day.dayOfWeek <= 5;
const due = (wish: DigestWish, local: string) =>
  digestDue(wish, Temporal.ZonedDateTime.from(local), works)?.toString();

test('a daily digest comes on working days from its hour on, once', () => {
  // 27 November 2026 is a Friday, 30 November the Monday after.
  expect(due(daily, '2026-11-28T09:00[Europe/Berlin]')).toBeUndefined();
  expect(due(daily, '2026-11-30T06:59[Europe/Berlin]')).toBeUndefined();
  expect(due(daily, '2026-11-30T07:00[Europe/Berlin]')).toBe('2026-11-30');
  expect(
    due({ ...daily, lastOn: '2026-11-30' }, '2026-11-30T07:15[Europe/Berlin]'),
  ).toBeUndefined();
});

test('a weekly digest comes on its weekday; a day on which no server ran is made up for once', () => {
  expect(due(weekly, '2026-11-29T12:00[UTC]')).toBeUndefined();
  expect(due(weekly, '2026-11-30T07:00[UTC]')).toBe('2026-11-30');
  expect(due(weekly, '2026-12-02T03:00[UTC]')).toBe('2026-11-30');
  expect(due({ ...weekly, lastOn: '2026-11-30' }, '2026-12-02T03:00[UTC]')).toBeUndefined();
});

test('the first one waits for its hour, though mail was set up in the afternoon', () => {
  const first = { ...daily, lastOn: null };
  expect(due(first, '2026-11-30T15:00[UTC]')).toBeUndefined();
  expect(due(first, '2026-12-01T07:00[UTC]')).toBe('2026-12-01');
  expect(due({ ...weekly, lastOn: null }, '2026-12-01T07:00[UTC]')).toBeUndefined();
});

test('none is none', () => {
  expect(due({ ...daily, digest: 'none' }, '2026-11-30T07:00[UTC]')).toBeUndefined();
});

test('nothing to say makes no letter', () => {
  const input = {
    digest: 'daily' as const,
    day: Temporal.PlainDate.from('2026-11-30'),
    name: 'Ada',
    lists: [{ title: 'Reviews of the coming days', items: [] }],
    addressOf: (reference: string) => `https://throughline.example/actions/${reference}`,
    home: 'https://throughline.example/',
  };
  const need = (urgency: 'overdue' | 'later') => ({
    key: 'act_1',
    entity: { ref: 'act_1' as never, kind: 'action' as const, title: 'Ask legal', state: 'open' },
    says: 'Your action',
    dueOn: '2026-11-27',
    urgency,
    act: null,
  });
  expect(digestLetter({ ...input, needs: [] })).toBeUndefined();
  expect(digestLetter({ ...input, needs: [need('later')] })).toBeUndefined();
  expect(digestLetter({ ...input, needs: [need('overdue')] })).toMatchObject({
    subject: 'Monday 30 November 2026: one thing waits for you',
    lists: [
      {
        title: 'Overdue',
        items: [
          {
            title: 'Ask legal',
            says: 'Your action, Friday 27 November 2026',
            href: 'https://throughline.example/actions/act_1',
          },
        ],
      },
    ],
  });
});
