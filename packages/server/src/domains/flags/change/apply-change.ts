import type { WriteContext } from '../../../platform/context.ts';
import { DomainError } from '../../../platform/problem.ts';
import { applyConfiguration } from '../set-flag-configuration.ts';
import { loadConfiguration, loadFlag } from '../store.ts';
import { settleChange, type PendingChange } from './change-store.ts';

/**
 * Makes a change that waited what decides now. What was made from another revision than the present
 * one is not applied: it would undo what somebody did since. A change of the switch alone is.
 */
export async function applyChange(
  context: WriteContext,
  change: PendingChange,
): Promise<{ state: PendingChange['state']; outdated: string }> {
  const outdated = async (says: string) => {
    await settleChange(context, change.id, { state: 'outdated', outdated: says });
    return { state: 'outdated' as const, outdated: says };
  };
  const { tx } = context;
  const present = await loadConfiguration(
    tx,
    await loadFlag(tx, change.place.flag),
    change.place.environment,
  );
  if (change.configuration && present.revision !== change.baseRevision) {
    return outdated(
      `It was made from revision ${change.baseRevision}; meanwhile there is revision ${present.revision}. Propose it anew.`,
    );
  }
  try {
    const { revision } = await applyConfiguration(context, change.place, (now) => ({
      on: change.on,
      configuration: change.configuration ?? now.configuration,
      action: 'flag.change_applied',
      by: change.reviewedBy
        ? `${change.askedBy}, approved by ${change.reviewedBy}`
        : change.askedBy,
    }));
    await settleChange(context, change.id, { state: 'applied', revision });
    return { state: 'applied', outdated: '' };
  } catch (error) {
    // Refused before anything was written: a segment or a flag that it needs is gone, it was archived.
    if (error instanceof DomainError) return outdated(error.message);
    throw error;
  }
}
