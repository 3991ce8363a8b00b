import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { problem } from '../../../platform/problem.ts';
import { requireRunner, type RunnerCheck } from '../runners/require-runner.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { beginRollback } from './begin-rollback.ts';
import { authoriseDeployment } from './policy.ts';
import { requirePlace } from './retry-step.ts';
import { irreversibleMigration, lockDeployment, stepsOf } from './store.ts';

/**
 * Runs the rollback steps of a deployment that failed, was cancelled or is held, or of the one that
 * runs now. A freeze doesn't stop it: it leads back to what was good.
 */
export async function rollBack(
  context: WriteContext,
  deps: { runners: RunnerCheck },
  id: Id<'deployment'>,
  input: { reason: string; waves?: 'failed' | 'all' | undefined; despiteMigration: boolean },
): Promise<number> {
  const { tx } = context;
  const deployment = await lockDeployment(tx, id);
  await authoriseDeployment(context, deployment);
  const { state } = deployment;
  const isCurrent = state === 'succeeded' && deployment.current;
  const broken = state === 'failed' || state === 'held' || state === 'cancelled';
  if (deployment.phase !== 'deploy' || !(isCurrent || broken)) {
    throw problem('wrong_state', `The deployment is ${state}; there is nothing to roll back.`);
  }
  const steps = await stepsOf(tx, id);
  const back = steps.filter(({ phase }) => phase === 'rollback');
  if (back.length === 0) {
    throw problem(
      'release.no_rollback',
      'Its pipeline declares no rollback steps. Deploy the last good release instead.',
    );
  }
  const migration = await irreversibleMigration(tx, id);
  if (migration !== undefined && !input.despiteMigration) {
    throw problem(
      'release.irreversible',
      `“${migration}” is declared irreversible, and it ran or may have run: what ran before may not know the data. Roll back in spite of it (\`despiteMigration\`), or go forward with a fix.`,
    );
  }
  if (back.some(({ kind }) => kind === 'command')) {
    await requireRunner(context, deps.runners, deployment.repository_id);
  }
  await requirePlace(context, deployment);
  const { reason, waves = deployment.roll_back_waves } = input;
  const revision = await beginRollback(context, deployment, steps, { reason, waves });
  await advanceDeployment(context, id);
  return revision;
}
