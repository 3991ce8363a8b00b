import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import { loadRepository } from '../repositories/store.ts';
import { hasRunner } from './store.ts';

/** What this node knows of its own runner. */
export interface RunnerCheck {
  /** Why this node runs no commands, as a sentence; null where it does or is about to. */
  localRefusal(): string | null;
}

/**
 * Why no runner would take a repository's commands; null where one would. A runner without a
 * sandbox takes only those of trusted repositories.
 */
export async function commandsRefused(
  db: Db,
  now: Temporal.Instant,
  runners: RunnerCheck,
  trusted: boolean,
): Promise<string | null> {
  if (await hasRunner(db, now, trusted)) return null;
  const refusal = runners.localRefusal();
  if (refusal === null) return null;
  return trusted ? 'No runner is online.' : refusal;
}

/** Throws `release.commands_refused` where no runner would take a repository's commands. */
export async function requireRunner(
  context: WriteContext,
  runners: RunnerCheck,
  repository: Id<'repository'>,
): Promise<void> {
  const { trusted } = await loadRepository(context.tx, repository);
  const refusal = await commandsRefused(context.tx, context.now, runners, trusted);
  if (refusal !== null) throw problem('release.commands_refused', refusal);
}
