import type { Id } from '@throughline/contract';
import { system } from '../../../platform/access/actor.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import { productionEnvironments } from '../environment-views.ts';
import { clientIdOf, ensureEnvironment } from '../sdk-key/sdk-key-store.ts';

/** The environment that samples show, with its public id: made at the first use. */
export interface DemoClient {
  environment(): Promise<Id<'environment'>>;
  clientId(): Promise<string>;
}

/** Finds what samples ask with: the first production environment and a client-side id of it. */
export function createDemoClientId(deps: {
  db: Db;
  clock: Clock;
  committed: () => void;
  createSdkKey: (
    context: WriteContext,
    input: { environment: Id<'environment'>; kind: 'client'; name: string },
  ) => Promise<{ key: string }>;
  /** Whether this node knows an id already: an SDK that comes before is told to stop for good. */
  known: (clientId: string) => boolean;
}): DemoClient {
  const { db, clock, committed } = deps;
  const environment = async () => {
    const actor = system('demo');
    const [first] = await productionEnvironments({ db, actor, now: clock.now() });
    if (!first) {
      throw problem('not_found', 'There is no production environment to show the demo in.');
    }
    return first.id;
  };
  return {
    environment,
    async clientId() {
      const id = await environment();
      const known = await clientIdOf(db, id);
      if (known) return known;
      const made = await db.transaction().execute(async (tx) => {
        await ensureEnvironment(tx, id);
        const present = await clientIdOf(tx, id);
        if (present) return present;
        const actor = system('demo');
        const context = { tx, actor, now: clock.now(), origin: '', ifMatch: undefined };
        const name = 'Sample application (/demo)';
        const { key } = await deps.createSdkKey(context, { environment: id, kind: 'client', name });
        return key;
      });
      committed();
      for (let waited = 0; waited < 5000 && !deps.known(made); waited += 25) {
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      return made;
    },
  };
}
