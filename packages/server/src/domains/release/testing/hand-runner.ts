import { setTimeout as pause } from 'node:timers/promises';
import type { OperationOf, OutputOf } from '@throughline/contract';
import type { ReleaseApp } from './release-app.ts';

type Work = NonNullable<OutputOf<OperationOf<'release.claimWork'>>['work']>;

/** A runner that runs nothing: it says at once how commands ended, and keeps what it was given. */
export interface HandRunner {
  /** All that it was given, in order. */
  readonly works: Work[];
  /** The commands that fail from now on. */
  readonly failing: Set<string>;
  stop(): Promise<void>;
}

/** Speaks for a runner over the API; a command in `failing` ends with 1, any other with 0. */
export async function handRunner(own: ReleaseApp): Promise<HandRunner> {
  const { token } = await own.admin.call('release.createRunner', { body: { name: 'by hand' } });
  const works: Work[] = [];
  const failing = new Set<string>();
  let stopped = false;
  const call = async (path: string, body: object) => {
    const response = await fetch(`${own.address}/api/v1/runner/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.status === 200 ? ((await response.json()) as { work: Work | null }).work : null;
  };
  const take = () => call('claim', { sandbox: 'account', wait: 0 });
  await take();
  const working = (async () => {
    while (!stopped) {
      const work = await take();
      if (!work) {
        await pause(40);
        continue;
      }
      works.push(work);
      await call(`attempts/${work.attempt}/complete`, {
        fence: work.fence,
        outcome: 'exited',
        exitCode: failing.has(String(work.command)) ? 1 : 0,
      });
    }
  })();
  return {
    works,
    failing,
    async stop() {
      stopped = true;
      await working;
    },
  };
}
