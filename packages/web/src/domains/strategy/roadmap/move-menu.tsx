import type { ReactElement } from 'react';
import { entityAddress } from '../../../api/entity-address.ts';
import { Menu } from '../../../ui/menu.tsx';
import type { Initiative, Roadmap } from './roadmap-types.ts';
import type { Move } from './use-roadmap.ts';
import { horizonOf, movedTo } from './windows.ts';

/** The columns of the board, and where else an initiative may go. */
export const horizons = [
  { id: 'now', label: 'Now' },
  { id: 'next', label: 'Next' },
  { id: 'later', label: 'Later' },
  { id: 'undated', label: 'Without dates' },
] as const;

/** “Move to…”: what dragging does, for everybody. */
export function MoveMenu({
  initiative,
  roadmap,
  move,
  onDates,
  trigger,
}: {
  readonly initiative: Initiative;
  readonly roadmap: Roadmap;
  readonly move: Move;
  readonly onDates: (initiative: Initiative) => void;
  readonly trigger: ReactElement;
}) {
  const present = horizonOf(initiative, roadmap.quarters, roadmap.today);
  return (
    <Menu
      trigger={trigger}
      groups={[
        {
          label: 'Move to…',
          acts: horizons.map(({ id, label }) => ({
            label,
            checked: id === present,
            disabled: id === present || !initiative.mayChange,
            onSelect: () =>
              move(initiative.ref, movedTo(initiative, id, roadmap.quarters, roadmap.today)),
          })),
        },
        {
          acts: [
            {
              label: 'Set dates…',
              icon: 'calendar',
              disabled: !initiative.mayChange,
              onSelect: () => onDates(initiative),
            },
            { label: 'Open', icon: 'arrow-right', href: entityAddress(initiative.ref) },
          ],
        },
      ]}
    />
  );
}
