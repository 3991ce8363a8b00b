import type { z } from 'zod';
import { OutsideError, type OutsideFetch } from '../../../platform/outside/outside-fetch.ts';
import { TrackerFault } from './outside-story.ts';

const longestWait = 3600;
const usualWait = 60;

/**
 * For how many seconds an answer asks to be left alone (RFC 9110, 10.2.3), at most an hour; undefined
 * where it doesn't ask.
 */
function retryAfter(response: Response, now: Temporal.Instant): number | undefined {
  if (response.status !== 429 && response.status !== 503) return undefined;
  const said = response.headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d+$/.test(said)
    ? Number(said)
    : Math.ceil((Date.parse(said) - now.epochMilliseconds) / 1000);
  return Math.min(longestWait, Math.max(1, Number.isFinite(seconds) ? seconds : usualWait));
}

/** Asks a tool and reads its answer by a schema. Throws `TrackerFault`. */
export async function askTracker<S extends z.ZodType>(
  fetch: OutsideFetch,
  schema: S,
  asked: {
    readonly url: URL;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly now: Temporal.Instant;
    /** What an answer's status means where it isn't 200; undefined: nothing in particular. */
    readonly fault?: (response: Response, body: unknown) => TrackerFault | undefined;
  },
): Promise<z.output<S>> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(asked.url, {
      method: asked.body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...asked.headers,
        ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
    });
    const text = await response.text();
    body = text === '' ? null : parsed(text);
  } catch (error) {
    if (error instanceof OutsideError) throw new TrackerFault(error.message);
    throw error;
  }
  const wait = retryAfter(response, asked.now);
  if (wait !== undefined) throw new TrackerFault(`It asks to wait ${wait} s.`, wait);
  const fault = asked.fault?.(response, body);
  if (fault) throw fault;
  if (response.status === 401) throw new TrackerFault('It doesn’t accept the token.');
  if (response.status === 403) throw new TrackerFault('The token may not read that there.');
  if (response.status !== 200) throw new TrackerFault(`It answered ${response.status}.`);
  const read = schema.safeParse(body);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new TrackerFault(
      `Its answer isn’t the published one: ${issue?.path.join('.') || 'the body'} ${issue?.message ?? ''}.`,
    );
  }
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
