import { setTimeout as pause } from 'node:timers/promises';
import type { RunnerWork } from '@throughline/contract';
import { ApiError, type Api } from './api.ts';

/** Collects what a command writes and sends it in chunks, in order. */
export interface LogSender {
  write(text: string): void;
  /** Sends what is left; resolves when it arrived or the attempt is no longer ours. */
  end(): Promise<void>;
}

const gatherMs = 150;
const chunkCharacters = 48 * 1024;

/**
 * Sends a log. A chunk that could not be sent is sent again under the same number, so that none is
 * lost or kept twice; past the limit nothing is kept but a line that says so.
 */
export function createLogSender(api: Api, work: RunnerWork, given: AbortSignal): LogSender {
  let waiting = '';
  let bytes = 0;
  let sequence = 0;
  let ended = false;
  let wake = () => {};

  const send = async (text: string) => {
    sequence += 1;
    for (let wait = 200; !given.aborted; wait = Math.min(wait * 2, 3000)) {
      try {
        await api.log(work, sequence, text);
        return;
      } catch (error) {
        if (error instanceof ApiError && error.status < 500 && error.status !== 429) return;
        await pause(wait, undefined, { signal: given }).catch(() => undefined);
      }
    }
  };
  const sending = (async () => {
    while (!given.aborted) {
      if (waiting === '') {
        if (ended) return;
        await new Promise<void>((resolve) => (wake = resolve));
        if (!ended) await pause(gatherMs);
        continue;
      }
      const chunk = waiting.slice(0, chunkCharacters);
      waiting = waiting.slice(chunk.length);
      await send(chunk);
    }
  })();
  given.addEventListener('abort', () => wake(), { once: true });

  return {
    write(text) {
      if (bytes > work.maximumLogBytes) return;
      bytes += Buffer.byteLength(text);
      waiting += bytes > work.maximumLogBytes ? '\n[The log is longer than is kept.]\n' : text;
      wake();
    },
    async end() {
      ended = true;
      wake();
      await sending;
    },
  };
}
