import { toReference, type EntityRef, type Id } from '@throughline/contract';
import { newSecret, secretHash } from '../../../platform/access/secrets.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { RhythmTables } from '../tables.ts';

/** What a feed covers. */
export interface FeedScope {
  readonly of: 'person' | 'unit' | 'cadence' | 'all';
  readonly unit?: Id<'unit'> | undefined;
  readonly cadence?: Id<'cadence'> | undefined;
}

/**
 * Makes a secret iCalendar address. Whoever has it reads the calendar, so it shows no more than every
 * member sees; only its hash is kept.
 */
export async function createFeed(
  context: WriteContext,
  publicUrl: string,
  scope: FeedScope,
): Promise<{ id: Id<'calendar_feed'>; name: string; address: string }> {
  const { tx, actor, now } = context;
  if (actor.kind !== 'member') throw problem('forbidden', 'A calendar address is a member’s own.');
  const entity = covered(scope, actor.person);
  const name = entity ? (await loadEntity(tx, actor, entity)).title : 'All reviews';
  const token = newSecret('cal');
  const id = newId('calendar_feed');
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('calendar_feed')
    .values({
      id,
      token_hash: secretHash(token),
      identity_id: actor.id,
      covers: scope.of,
      entity_id: entity?.id ?? null,
      created_at: toDate(now),
    })
    .execute();
  await record(context, {
    action: 'calendar_feed.created',
    after: {
      feed: toReference('calendar_feed', id),
      of: scope.of,
      entity: entity ? toReference(entity.kind, entity.id) : null,
    },
  });
  return { id, name, address: new URL(`/calendar/${token}.ics`, publicUrl).href };
}

function covered(scope: FeedScope, person: Id<'person'> | null): EntityRef | undefined {
  const required = (field: string) => problem('invalid_input', `${field}: say which one.`);
  switch (scope.of) {
    case 'all':
      return undefined;
    case 'person':
      if (!person) throw problem('invalid_input', 'of: you are nobody in the directory yet.');
      return { kind: 'person', id: person };
    case 'unit':
      if (!scope.unit) throw required('unit');
      return { kind: 'unit', id: scope.unit };
    case 'cadence':
      if (!scope.cadence) throw required('cadence');
      return { kind: 'cadence', id: scope.cadence };
  }
}
