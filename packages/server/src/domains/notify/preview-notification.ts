import type { Id, OperationOf, OutputOf } from '@throughline/contract';
import { compile, type Context } from '@throughline/flag-engine';
import type { ReadContext } from '../../platform/context.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import type { Serving } from '../flags/index.ts';
import { recipientConditions } from './delivery/eligibility-rules.ts';
import { audienceFlag, audienceKey } from './delivery/live-set.ts';
import { standingConditions } from './notification-views.ts';
import { parseContent } from './parse-content.ts';
import { contentHash, stateByWindow, type HealthOf } from './rules.ts';
import { loadNotification } from './store.ts';

type Preview = OutputOf<OperationOf<'notify.previewNotification'>>;

const windowSays = {
  scheduled: 'Its window has not begun.',
  live: 'Its window is open.',
  ended: 'Its window is over.',
} as const;

/** Whether a context would be told now, each condition by name. Throws `not_found`. */
export async function previewNotification(
  context: ReadContext,
  deps: { serving: Serving; health: HealthOf },
  id: Id<'notification'>,
  given: Readonly<Record<string, unknown>>,
): Promise<Preview> {
  await loadEntity(context.db, context.actor, { kind: 'notification', id });
  const { state, told, approved } = await loadNotification(context.db, id);
  const published = ['scheduled', 'live', 'held'].includes(state);
  const intact = approved?.hash.equals(contentHash(told)) ?? false;
  const window = stateByWindow(told, context.now);
  const standing = await standingConditions(context, deps.health, told);
  const conditions = [
    {
      condition: 'published',
      holds: published,
      says: published ? 'It is published.' : `It is ${state}.`,
    },
    {
      condition: 'approved',
      holds: intact,
      says: intact ? 'It says what was approved.' : 'What it says has not been approved.',
    },
    { condition: 'window', holds: window === 'live', says: windowSays[window] },
    ...standing.filter(({ condition }) => condition === 'health'),
  ];
  const snapshot = deps.serving.snapshot(told.environment);
  const one = {
    id,
    told,
    content: parseContent(told.title, told.body),
    publishedAt: null,
    intact,
  };
  const audience = { [audienceKey(id)]: audienceFlag(id, told.audience) };
  const ruleset = (snapshot?.ruleset ?? compile({ flags: {} })).with({ flags: audience });
  const personal = snapshot
    ? recipientConditions(one, given as unknown as Context, {
        now: context.now,
        snapshot,
        ruleset,
        health: () => undefined,
      })
    : [{ condition: 'flag', holds: false, says: 'This environment is not served here.' }];
  const all = [...conditions, ...personal];
  return { eligible: all.every(({ holds }) => holds), conditions: all };
}
