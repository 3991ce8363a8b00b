import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Section } from '../../../ui/section.tsx';
import { MoveMenu } from './move-menu.tsx';
import type { Initiative, Roadmap } from './roadmap-types.ts';
import type { Move } from './use-roadmap.ts';

const most = 60;

/** What has no dates yet: to be dragged onto the timeline, or given dates by its menu. */
export function UndatedTray({
  roadmap,
  undated,
  move,
  onDates,
  onGrab,
}: {
  readonly roadmap: Roadmap;
  readonly undated: readonly Initiative[];
  readonly move: Move;
  readonly onDates: (initiative: Initiative) => void;
  readonly onGrab: (event: PointerEvent, initiative: Initiative) => void;
}) {
  if (undated.length === 0) return null;
  return (
    <Section
      title={`Without dates (${undated.length})`}
      note="Drag one onto the timeline by its grip, or open its menu."
    >
      <ul className="flex flex-wrap gap-2" data-print="hide">
        {undated.slice(0, most).map((one) => (
          <li key={one.ref} className="flex max-w-80 items-center">
            {one.mayChange && (
              <span
                data-tray={one.ref}
                title={`Drag ${one.title} onto the timeline`}
                className="flex min-h-7 cursor-grab touch-none items-center rounded-l-sm border border-r-0 border-control bg-surface px-1 text-tertiary select-none"
                onPointerDown={(event) => {
                  if (event.button === 0) onGrab(event.nativeEvent, one);
                }}
              >
                <Icon name="grip" size={14} />
              </span>
            )}
            <MoveMenu
              initiative={one}
              roadmap={roadmap}
              move={move}
              onDates={onDates}
              trigger={
                <Button size="sm" className={one.mayChange ? 'min-w-0 rounded-l-none' : 'min-w-0'}>
                  <span className="truncate">{one.title}</span>
                </Button>
              }
            />
          </li>
        ))}
      </ul>
      {undated.length > most && (
        <p className="mt-2 text-xs text-tertiary">
          The first {most} are shown: filter to find the others, or see all in the table.
        </p>
      )}
    </Section>
  );
}
