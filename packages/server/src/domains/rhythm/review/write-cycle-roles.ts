import type { Id, ReviewRole } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import type { Cadence } from '../cadence/cadence-store.ts';
import { resolveParty, type Party, type PartyContext } from '../resolve-party.ts';
import type { RhythmTables } from '../tables.ts';
import type { Who } from '../who.ts';
import { rolesByHand } from './review-store.ts';

/** At most so many attendees of one party are kept by name; beyond that it is kept as a body. */
const mostAttendees = 500;

/**
 * Writes who leads and decides as the cycle has it on a day, and (from the freeze on) who attends;
 * whoever was named by hand stays. A vacant post is kept as a vacancy.
 */
export async function writeCycleRoles(
  context: WriteContext,
  review: Id<'review'>,
  cadence: Cadence,
  on: Omit<PartyContext, 'unit' | 'team'> & { attendees: boolean },
): Promise<void> {
  const { tx } = context;
  const rhythm = tx.$extendTables<RhythmTables>();
  const byHand = await rolesByHand(tx, review);
  const party = (one: Who) =>
    resolveParty(tx, one, { ...on, unit: cadence.unit, team: cadence.team });
  const rows: {
    role: ReviewRole;
    says: string;
    person_id: Id<'person'> | null;
    unit_id: Id<'unit'> | null;
  }[] = [];
  const add = (role: ReviewRole, { says, unit, people }: Party, most: number) => {
    const unit_id = unit?.id ?? null;
    if (people.length === 0 || people.length > mostAttendees) {
      rows.push({ role, says, person_id: null, unit_id });
      return;
    }
    for (const { id } of people.slice(0, most)) rows.push({ role, says, person_id: id, unit_id });
  };
  if (!byHand.has('lead')) add('lead', await party(cadence.ledBy), 1);
  if (!byHand.has('decider')) add('decider', await party(cadence.decider), 1);
  if (on.attendees) {
    for (const one of cadence.attendees) add('attendee', await party(one), mostAttendees);
  }
  await rhythm
    .deleteFrom('review_role')
    .where('review_id', '=', review)
    .where('by_hand', '=', false)
    .execute();
  if (rows.length === 0) return;
  const seen = new Set<string>();
  const counts = new Map<ReviewRole, number>();
  const values = rows.flatMap((row) => {
    const once = `${row.role} ${row.person_id ?? row.says}`;
    if (seen.has(once)) return [];
    seen.add(once);
    const position = counts.get(row.role) ?? 0;
    counts.set(row.role, position + 1);
    return [{ review_id: review, position, ...row }];
  });
  await rhythm.insertInto('review_role').values(values).execute();
}
