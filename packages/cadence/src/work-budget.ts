import { CadenceError } from './cadence-error.ts';

/**
 * What an expansion may still spend: one unit for a date or interval looked at, OCCURRENCE_COST for
 * an occurrence returned. A rule that a person typed can thus cost a bounded time, never more.
 */
export interface WorkBudget {
  left: number;
  readonly limit: number;
}

export const DEFAULT_WORK_LIMIT = 250_000;
export const OCCURRENCE_COST = 20;

export function workBudget(limit: number = DEFAULT_WORK_LIMIT): WorkBudget {
  return { left: limit, limit };
}

export function spend(budget: WorkBudget, units: number): void {
  budget.left -= units;
  if (budget.left < 0) {
    throw new CadenceError(
      'work_limit',
      `this rule needs more than ${budget.limit} steps over the dates asked for: ` +
        'ask for a shorter time, or start the rule later',
    );
  }
}
