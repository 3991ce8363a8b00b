import { EntityLink } from '../../entity/entity-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Section } from '../../ui/section.tsx';
import { PlainDate } from '../../ui/time.tsx';
import type { Room } from './rhythm-types.ts';

/** The open actions and risks of the cadence, with how often they were missed and whence they rose. */
export function RoomCarried({ room }: { readonly room: Room }) {
  return (
    <Section title="Carried here" note="open until done; missed twice, it rises">
      {room.carried.length === 0 ? (
        <p className="text-secondary">No open action or risk of an earlier review.</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {room.carried.map(({ entity, owner, dueOn, misses, from }) => (
            <li key={entity.ref} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <EntityLink entity={entity} />
              {entity.kind === 'risk' && <Badge>Risk</Badge>}
              <span className="text-secondary">
                {owner?.name ?? 'Nobody yet'}
                {dueOn !== null && (
                  <>
                    {' · due '}
                    <PlainDate date={dueOn} />
                  </>
                )}
              </span>
              {misses > 0 && <Badge>Missed {misses === 1 ? 'once' : `${misses} times`}</Badge>}
              {from && (
                <span className="text-secondary">
                  rose from <EntityLink entity={from} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
