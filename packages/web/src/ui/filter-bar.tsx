import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';

export interface Filter {
  readonly id: string;
  /** "Stage" */
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** The chosen value, as the URL holds it. */
  readonly value: string | undefined;
}

export interface FilterBarProps {
  readonly filters: readonly Filter[];
  /** undefined clears it. Write to the URL with `replace`. */
  readonly onFilterChange: (id: string, value: string | undefined) => void;
  /** The text search; left out where the list has none. */
  readonly query?: string | undefined;
  readonly onQueryChange?: ((query: string) => void) | undefined;
  readonly queryLabel?: string | undefined;
  /** Saved views, export, density: at the right end. */
  readonly children?: ReactNode;
}

function Chip({
  filter,
  onChange,
}: {
  readonly filter: Filter;
  readonly onChange: (value: string | undefined) => void;
}) {
  const chosen = filter.options.find((option) => option.value === filter.value);
  return (
    <span className="inline-flex items-center">
      <Menu
        align="start"
        trigger={
          <Button size="sm" className={chosen === undefined ? 'border-dashed' : 'rounded-r-none'}>
            <span className={chosen === undefined ? 'text-secondary' : undefined}>
              {filter.label}
              {chosen !== undefined && <span className="font-semibold">: {chosen.label}</span>}
            </span>
            <Icon name="chevron-down" size={12} />
          </Button>
        }
        groups={[
          {
            acts: filter.options.map((option) => ({
              label: option.label,
              checked: option.value === filter.value,
              onSelect: () => onChange(option.value === filter.value ? undefined : option.value),
            })),
          },
        ]}
      />
      {chosen !== undefined && (
        <Button
          size="sm"
          className="-ml-px rounded-l-none px-1.5!"
          aria-label={`Clear ${filter.label}`}
          onClick={() => onChange(undefined)}
        >
          <Icon name="close" size={12} />
        </Button>
      )}
    </span>
  );
}

/** What narrows a list: a search and one chip per filter. All of it lives in the URL. */
export function FilterBar({
  filters,
  onFilterChange,
  query,
  onQueryChange,
  queryLabel = 'Search this list',
  children,
}: FilterBarProps) {
  const active = filters.filter((filter) => filter.value !== undefined);
  return (
    <div role="search" className="flex flex-wrap items-center gap-2" data-print="hide">
      {onQueryChange !== undefined && (
        <span className="relative flex w-56">
          <span className="pointer-events-none absolute inset-y-0 left-2 flex items-center text-tertiary">
            <Icon name="search" size={14} />
          </span>
          <input
            type="search"
            aria-label={queryLabel}
            placeholder={queryLabel}
            value={query ?? ''}
            onChange={(event) => onQueryChange(event.target.value)}
            className="control min-h-7 w-full pl-7 text-xs pointer-coarse:min-h-row"
          />
        </span>
      )}
      {filters.map((filter) => (
        <Chip
          key={filter.id}
          filter={filter}
          onChange={(value) => onFilterChange(filter.id, value)}
        />
      ))}
      {active.length > 1 && (
        <Button
          size="sm"
          tone="quiet"
          onClick={() => {
            for (const filter of active) onFilterChange(filter.id, undefined);
          }}
        >
          Clear all
        </Button>
      )}
      {children !== undefined && <div className="ml-auto flex items-center gap-2">{children}</div>}
    </div>
  );
}
