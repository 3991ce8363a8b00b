import type { Id } from '@throughline/contract';
import { reading } from '../../platform/context.ts';
import type { Consumer } from '../../platform/ledger/change-feed.ts';
import { membersOf, roleHolder } from '../org/index.ts';
import { enrolPerson } from './enrol.ts';
import { todayOf, type LookUp } from './resolve-reference.ts';
import { enrollingTracks } from './store.ts';

/**
 * Enrols whoever joins: a person who comes into a unit of a track's audience, takes a post that a
 * track is for, or is added to the directory where a track is for everyone.
 */
export function learningConsumers(deps: LookUp): readonly Consumer[] {
  return [
    {
      name: 'learning.enrol-on-joining',
      actions: [
        'membership.created',
        'membership.changed',
        'leadership.created',
        'leadership.handed_over',
        'leadership.changed',
        'person.created',
      ],
      async react(context, { action, entity, after }) {
        const today = await todayOf(reading(context), deps);
        const since = typeof after['since'] === 'string' ? after['since'] : today;
        const day = since > today ? since : today;
        const person = entity?.kind === 'person' ? (entity.id as Id<'person'>) : undefined;
        for (const track of await enrollingTracks(context.tx)) {
          const join = (joining: Id<'person'>) =>
            enrolPerson(context, {
              track: track.id,
              person: joining,
              how: 'joined',
              startedOn: since,
            });
          if (track.audience === 'position' && action.startsWith('leadership.')) {
            const holder = await roleHolder(context.tx, track.audience_post ?? '', day);
            if (holder?.person) await join(holder.person.id);
          }
          if (!person) continue;
          if (track.audience === 'everyone') await join(person);
          if (track.audience !== 'unit' || !track.audience_unit_id) continue;
          const members = await membersOf(context.tx, track.audience_unit_id, day);
          if (members.includes(person)) await join(person);
        }
      },
    },
  ];
}
