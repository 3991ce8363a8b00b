import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadCadences } from '../cadence/cadence-store.ts';
import { partyResolver } from '../resolve-party.ts';
import type { Who } from '../who.ts';
import type { TimeTaken } from './load-rules.ts';

/** A review's time with the unit that holds it. */
export interface HeldReview extends TimeTaken {
  readonly unit: { readonly id: Id<'unit'>; readonly title: string };
}

/**
 * The reviews between two days with who is to be there: as kept from the freeze on; before it whoever
 * is named for it and whom its cycle asks for today.
 */
export async function heldBetween(
  context: ReadContext,
  span: { from: string; to: string; today: string },
): Promise<HeldReview[]> {
  const { db, actor } = context;
  const { rows } = await sql<{
    cadence_id: Id<'cadence'>;
    day: string;
    minutes: number;
    frozen: boolean;
    people: string[];
  }>`
    select cadence_id, on_day as day, frozen_at is not null as frozen,
      (extract(epoch from ends_at - starts_at) / 60)::integer as minutes,
      array(select person_id::text from review_role
        where review_id = review.id and person_id is not null) as people
    from review join entity on entity.id = review.id
    where on_day between ${span.from}::date and ${span.to}::date and entity.state <> 'cancelled'
      and ${visible(actor)}
    order by starts_at limit 20000
  `.execute(db);
  const ids = [...new Set(rows.map(({ cadence_id }) => cadence_id))];
  const cadences = await loadCadences(db, actor, sql`cadence.id = any(${ids}::uuid[])`);
  const asked = new Map<string, { unit: HeldReview['unit']; people: string[] }>();
  const resolve = partyResolver(db);
  for (const cadence of cadences) {
    const inUnit = {
      unit: cadence.unit,
      team: cadence.team,
      day: span.today,
      turn: 0,
      subjectOwner: null,
    };
    const people: string[] = [];
    for (const one of cadence.attendees.filter((party: Who) => !('ownersOf' in party))) {
      people.push(...(await resolve(one, inUnit)).people.map(({ id }) => id));
    }
    asked.set(cadence.id, { unit: cadence.unit, people });
  }
  return rows.flatMap(({ cadence_id, day, minutes, frozen, people }): HeldReview[] => {
    const cadence = asked.get(cadence_id);
    if (!cadence) return [];
    const all = frozen ? people : [...people, ...cadence.people];
    return [{ day, minutes, unit: cadence.unit, people: [...new Set(all)] }];
  });
}
