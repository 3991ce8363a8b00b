import type { CadenceEvent } from '@throughline/cadence';
import { toReference } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import type { Occasion, OccasionSource } from '../../../platform/occasions/occasion.ts';
import { unitParentsOn } from '../../org/index.ts';
import type { Cadence } from '../cadence/cadence-store.ts';
import { concerned, daysToLookAt, type EventRule } from './occasion-rules.ts';

/** A cadence that waits for events, with its rule. */
export interface WaitingCadence {
  readonly cadence: Cadence;
  readonly rule: EventRule;
}

/** What a cadence's dates are counted from, as `packages/cadence` takes it, and what each is. */
export interface DueOccasions {
  readonly events: CadenceEvent[];
  readonly byId: Map<string, Occasion>;
  readonly reach: OccasionSource['reach'];
}

/** The occasions on which some cadences hold a review between two days, by cadence. */
export async function dueOccasions(
  context: ReadContext,
  sources: readonly OccasionSource[],
  waiting: readonly WaitingCadence[],
  span: { from: Temporal.PlainDate; to: Temporal.PlainDate },
): Promise<Map<string, DueOccasions>> {
  const due = new Map<string, DueOccasions>();
  const parents = await unitParentsOn(context.db, span.to.toString());
  for (const [event, held] of Map.groupBy(waiting, ({ rule }) => rule.anchor.event)) {
    const source = sources.find((one) => one.event === event);
    if (!source) continue;
    const cadences = held.map(({ cadence }) => cadence);
    for (const { id } of cadences) {
      due.set(id, { events: [], byId: new Map(), reach: source.reach });
    }
    const spans = held.map(({ rule }) => daysToLookAt(rule, span));
    const found = await source.between(context, {
      from: spans.map(({ from }) => from).toSorted()[0] ?? span.from.toString(),
      to:
        spans
          .map(({ to }) => to)
          .toSorted()
          .at(-1) ?? span.to.toString(),
    });
    for (const occasion of found) {
      const id = toReference(occasion.about.kind, occasion.about.id);
      for (const { id: cadence } of concerned(cadences, occasion.unit, source.reach, parents)) {
        const own = due.get(cadence);
        own?.events.push({ event, id, date: occasion.on });
        own?.byId.set(id, occasion);
      }
    }
  }
  return due;
}

/** The occasion that an occurrence's key names: what stands before its last `/`. */
export function occasionOf(due: DueOccasions | undefined, key: string): Occasion | undefined {
  return due?.byId.get(key.slice(0, key.lastIndexOf('/')));
}
