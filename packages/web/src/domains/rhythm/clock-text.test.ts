import { expect, test } from 'vitest';
import { clockText } from './clock-text.ts';

test('seconds read as minutes and seconds; what is over has a minus', () => {
  expect([245, 60, 9, 0, -0.4, -30, -605].map(clockText)).toEqual([
    '4:05',
    '1:00',
    '0:09',
    '0:00',
    '−0:00',
    '−0:30',
    '−10:05',
  ]);
});
