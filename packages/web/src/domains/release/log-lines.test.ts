import { expect, test } from 'vitest';
import { logLines } from './log-lines.ts';

const escape = String.fromCharCode(27);

test('a log is read line by line, without colours and without the last line’s end', () => {
  expect(logLines(`one\r\n${escape}[31mred${escape}[0m\n\nlast\n`).map(({ text }) => text)).toEqual(
    ['one', 'red', '', 'last'],
  );
});

test('a line that was written over shows what stood there last', () => {
  expect(logLines('10 %\r55 %\r100 %\ndone').map(({ text }) => text)).toEqual(['100 %', 'done']);
});

test('an empty log has no line', () => {
  expect(logLines('')).toEqual([]);
});
