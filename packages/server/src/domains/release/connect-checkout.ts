import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WriteContext } from '../../platform/context.ts';
import type { Db } from '../../platform/database/connect.ts';
import type { Boot } from '../../platform/domain.ts';
import { DomainError } from '../../platform/problem.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import type { SettingsReader } from './release-settings.ts';
import { connectRepository } from './repositories/connect-repository.ts';
import { repositoryAt } from './repositories/store.ts';

/**
 * Connects the checkout's own history as the first repository. Where there is none, or only the end
 * of one, it says so in a line: the program runs without.
 */
export async function connectCheckout(
  deps: {
    db: Db;
    jobs: Jobs;
    settings: SettingsReader;
    secrets: Secrets;
    write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
  },
  boot: Boot,
): Promise<void> {
  const address = boot.checkout.replace(/\/+$/, '');
  if (await repositoryAt(deps.db, address)) return;
  const history = join(address, '.git');
  if (!existsSync(history)) {
    boot.say('This checkout has no Git history, so no repository is connected yet.');
    return;
  }
  if (existsSync(join(history, 'shallow'))) {
    boot.say(
      'This checkout has only the end of its Git history (a shallow clone), so it is not connected.',
    );
    return;
  }
  try {
    await deps.write((context) =>
      connectRepository(context, deps, { address, title: 'Throughline', tagPrefix: 'v' }),
    );
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    boot.say(`This checkout is not connected as a repository. ${error.message}`);
  }
}
