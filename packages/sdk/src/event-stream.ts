/** One event of a `text/event-stream`. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Splits the text of an event stream into events, across chunk borders, as the HTML standard has it
 * ("interpreting an event stream"). `id:` and `retry:` are read over: every connection begins by
 * asking for the whole feed, so there is nothing to resume. An event of more than 64 Ki characters
 * throws: that is none of ours.
 */
export function createEventParser(onEvent: (event: StreamEvent) => void): (chunk: string) => void {
  let buffer = '';
  let event = '';
  let lines: string[] = [];
  let held = 0;
  const readLine = (line: string): void => {
    if (line === '') {
      if (lines.length > 0) onEvent({ event: event || 'message', data: lines.join('\n') });
      event = '';
      lines = [];
      held = 0;
      return;
    }
    held += line.length;
    const [, field, value] = /^([^:]*)(?:: ?)?(.*)$/.exec(line) ?? [];
    if (field === 'event') event = value ?? '';
    if (field === 'data') lines.push(value ?? '');
  };
  return (chunk) => {
    buffer += chunk;
    // A lone CR at the very end may be the first half of CR LF: it waits for the next chunk.
    const split = buffer.split(/\r\n|\n|\r(?!$)/);
    buffer = split.pop() ?? '';
    for (const line of split) readLine(line);
    if (buffer.length + held > 65_536) throw new Error('not an event stream');
  };
}

/** Reads a response as an event stream until it ends, fails, or says nothing for `silenceMs`. */
export async function readEventStream(
  body: ReadableStream<Uint8Array>,
  silenceMs: number,
  onEvent: (event: StreamEvent) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parse = createEventParser(onEvent);
  const abandon = (): void => void reader.cancel().catch(() => undefined);
  try {
    for (;;) {
      const silence = setTimeout(abandon, silenceMs);
      const { done, value } = await reader.read().finally(() => clearTimeout(silence));
      if (done) return;
      parse(decoder.decode(value, { stream: true }));
    }
  } finally {
    abandon();
  }
}
