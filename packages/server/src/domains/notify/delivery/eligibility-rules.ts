import type { Context, Ruleset } from '@throughline/flag-engine';
import type { Snapshot } from '../../flags/index.ts';
import type { CarriedHealth } from '../../release/index.ts';
import { isHealthy, stateByWindow, type Condition } from '../rules.ts';
import { audienceKey, type LiveNotification } from './live-set.ts';

/** What deciding needs, all of it in memory. */
export interface Present {
  readonly now: Temporal.Instant;
  readonly snapshot: Snapshot;
  readonly ruleset: Ruleset;
  readonly health: (notification: LiveNotification) => CarriedHealth | undefined;
}

/** The key of the flag that is promised, where this environment serves it. */
export function promisedFlag({ told }: LiveNotification, { snapshot }: Present) {
  return told.flag ? snapshot.byId.get(told.flag.flag) : undefined;
}

/** Whether a recipient may be told now; unknown never means yes. */
export function mayBeTold(
  notification: LiveNotification,
  context: Context,
  present: Present,
): boolean {
  const { told, intact } = notification;
  if (!intact || stateByWindow(told, present.now) !== 'live') return false;
  if (told.deployment && !isHealthy(present.health(notification), present.now)) return false;
  if (told.flag) {
    const flag = promisedFlag(notification, present);
    if (!flag) return false;
    if (present.ruleset.evaluate(flag.key, context).variation !== told.flag.variation) return false;
  }
  return present.ruleset.evaluate(audienceKey(notification.id), context).value === true;
}

/** The conditions that depend on who is told, each with its name. */
export function recipientConditions(
  notification: LiveNotification,
  context: Context,
  present: Present,
): Condition[] {
  const { told } = notification;
  const conditions: Condition[] = [];
  if (told.flag) {
    const flag = promisedFlag(notification, present);
    const served = flag && present.ruleset.evaluate(flag.key, context);
    const holds = served?.variation === told.flag.variation;
    const name = flag?.variations[told.flag.variation]?.name || String(told.flag.variation);
    conditions.push({
      condition: 'flag',
      holds,
      says: !flag
        ? 'The flag is not served in this environment.'
        : holds
          ? `The flag “${flag.key}” serves them “${name}”.`
          : `The flag “${flag.key}” does not serve them “${name}”.`,
    });
  }
  const meant = present.ruleset.evaluate(audienceKey(notification.id), context).value === true;
  conditions.push({
    condition: 'audience',
    holds: meant,
    says:
      told.audience.length === 0
        ? 'Everybody is meant.'
        : meant
          ? 'They are meant.'
          : 'They are not meant.',
  });
  return conditions;
}
