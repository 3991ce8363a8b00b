import { expect, test } from 'vitest';
import { createEventParser } from './event-stream.ts';
import type { StreamEvent } from './event-stream.ts';

function parsed(...chunks: string[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const parse = createEventParser((event) => events.push(event));
  for (const chunk of chunks) parse(chunk);
  return events;
}

// The examples of the HTML standard, "9.2.6 Interpreting an event stream".
test.each([
  [
    'data over several lines',
    'data: YHOO\ndata: +2\ndata: 10\n\n',
    [{ event: 'message', data: 'YHOO\n+2\n10' }],
  ],
  [
    'comments, ids, and one space after the colon',
    ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n',
    [
      { event: 'message', data: 'first event' },
      { event: 'message', data: 'second event' },
      { event: 'message', data: ' third event' },
    ],
  ],
  [
    'empty data, and an event without its end',
    'data\n\ndata\ndata\n\ndata:',
    [
      { event: 'message', data: '' },
      { event: 'message', data: '\n' },
    ],
  ],
])('%s', (_, stream, events) => {
  expect(parsed(stream)).toEqual(events);
  expect(parsed(...stream.split('')), 'one character at a time').toEqual(events);
  expect(parsed(...stream.replaceAll('\n', '\r\n').split('')), 'CR LF').toEqual(events);
});

test('events have names, and an endless one is refused', () => {
  expect(parsed('event: kill\ndata: {"a":1}\n\n')).toEqual([{ event: 'kill', data: '{"a":1}' }]);
  expect(() => parsed('x'.repeat(70_000))).toThrow('not an event stream');
  expect(() => parsed('data: x\n'.repeat(10_000))).toThrow('not an event stream');
});
