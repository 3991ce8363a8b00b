import { cx } from '../ui/cx.ts';
import { currentPlace, type NavGroup } from './navigation.ts';

export interface SidebarProps {
  readonly groups: readonly NavGroup[];
  /** The present path, without search and hash. */
  readonly path: string;
}

/** Where one can go. The datum line marks where one is. */
export function Sidebar({ groups, path }: SidebarProps) {
  const current = currentPlace(groups, path);
  return (
    <nav aria-label="Main" className="flex flex-col gap-4 py-3">
      {groups.map((group, index) => (
        <div key={group.label ?? index}>
          {group.label !== undefined && (
            <p className="px-4 pb-1 text-xs text-tertiary">{group.label}</p>
          )}
          <ul>
            {group.places.map((place) => {
              const here = place.href === current;
              return (
                <li key={place.href}>
                  <a
                    href={place.href}
                    aria-current={here ? 'page' : undefined}
                    className={cx(
                      'flex min-h-7 items-center justify-between gap-2 border-l-2 py-1 pr-3 pl-3.5 -outline-offset-2 pointer-coarse:min-h-row',
                      here
                        ? 'border-accent bg-surface font-medium text-ink'
                        : 'border-transparent text-secondary hover:bg-sunken hover:text-ink',
                    )}
                  >
                    <span className="truncate">{place.label}</span>
                    {place.waiting !== undefined && place.waiting > 0 && (
                      <span className="figures text-xs text-tertiary">
                        {place.waiting}
                        <span className="sr-only"> waiting</span>
                      </span>
                    )}
                  </a>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
