import { Avatar } from '../../ui/avatar.tsx';
import type { Room } from './rhythm-types.ts';

/** Who has the room open. */
export function RoomPresent({ room }: { readonly room: Room }) {
  const more = room.presentCount - room.present.length;
  return (
    <ul aria-label="In the room" className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {room.present.map(({ name, person, since }) => (
        <li key={person ?? `${name} ${since}`} className="flex items-center gap-2">
          <Avatar name={name} /> {name}
        </li>
      ))}
      {more > 0 && <li className="text-secondary">and {more} more</li>}
    </ul>
  );
}
