import {
  parseReference,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { can } from '../../../platform/access/can.ts';
import type { ReadContext, WriteContext } from '../../../platform/context.ts';
import { refusalOf } from './usage-rules.ts';
import { addUses, featuresNamed, keepEvents, type NamedFeature } from './usage-store.ts';

type Events = ParsedInput<OperationOf<'catalog.recordUsage'>>['body']['events'];
type Recorded = OutputOf<OperationOf<'catalog.recordUsage'>>;

async function featuresByName(
  context: WriteContext,
  names: readonly string[],
): Promise<Map<string, NamedFeature>> {
  const ids = new Map(
    names.flatMap((name): [string, string][] => {
      const parsed = parseReference(name);
      return parsed?.kind === 'feature' ? [[parsed.id, name]] : [];
    }),
  );
  const found = await featuresNamed(context, names, [...ids.keys()]);
  return new Map(
    found.flatMap((feature): [string, NamedFeature][] => {
      const reference = ids.get(feature.id);
      return [
        ...(feature.key === null ? [] : [[feature.key, feature] as [string, NamedFeature]]),
        ...(reference === undefined ? [] : [[reference, feature] as [string, NamedFeature]]),
      ];
    }),
  );
}

/**
 * Counts usage events, each id once. What can't count is named and left out, so that one bad event
 * doesn't hold up a batch: an unknown feature, another unit's, a day to come, one too long ago.
 */
export async function recordUsage(
  context: WriteContext,
  events: Events,
  today: (context: Pick<ReadContext, 'now'>) => Temporal.PlainDate,
): Promise<Recorded> {
  const { actor, now } = context;
  const features = await featuresByName(context, [
    ...new Set(events.map(({ feature }) => feature)),
  ]);
  const refused: Recorded['refused'] = [];
  const accepted = new Map<string, Parameters<typeof keepEvents>[1][number]>();
  for (const { id, account, feature: name, at, count } of events) {
    const moment = Temporal.Instant.from(at);
    const feature = features.get(name);
    const reason = !feature
      ? `There is no feature “${name}”.`
      : can(actor, 'contributor', feature.ownerUnit)
        ? refusalOf(moment, now)
        : `You are no contributor of the unit that owns “${name}”.`;
    if (reason !== null || !feature) refused.push({ id, reason: reason ?? '' });
    else if (!accepted.has(id)) {
      accepted.set(id, { id, feature: feature.id, account, at: moment, uses: count });
    }
  }
  const fresh = await keepEvents(context.tx, [...accepted.values()]);
  const uses = [...accepted.values()]
    .filter(({ id }) => fresh.has(id))
    .map(({ feature, account, at, uses: count }) => {
      return { on: today({ now: at }).toString(), feature, account, uses: count };
    });
  await addUses(context.tx, uses);
  return {
    recorded: fresh.size,
    repeated: events.length - refused.length - fresh.size,
    refused,
  };
}
