import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';

/** Rows of a form that are added, removed and moved up and down. */
export function ListRows<Row>({
  label,
  rows,
  nameOf,
  add,
  empty,
  onRowsChange,
  children,
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  /** What a row is called, by its place. */
  readonly nameOf: (row: Row, place: number) => string;
  /** The word of the button that adds a row, and the row. */
  readonly add: { readonly label: string; readonly row: () => Row };
  readonly empty: string;
  readonly onRowsChange: (rows: Row[]) => void;
  readonly children: (row: Row, place: number, change: (row: Row) => void) => ReactNode;
}) {
  const swap = (place: number, by: -1 | 1) => {
    const next = [...rows];
    const [moved] = next.splice(place, 1);
    if (moved !== undefined) next.splice(place + by, 0, moved);
    onRowsChange(next);
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 font-medium">{label}</legend>
      {rows.length === 0 && <p className="text-secondary">{empty}</p>}
      <ol className="flex flex-col gap-3">
        {rows.map((row, place) => (
          <li key={place} className="flex flex-col gap-2 border-l-2 border-line pl-3">
            <div className="flex items-start gap-2">
              <div className="min-w-0 flex-1">
                {children(row, place, (changed) =>
                  onRowsChange(rows.map((one, index) => (index === place ? changed : one))),
                )}
              </div>
              <span className="flex">
                <IconButton
                  icon="arrow-up"
                  size="sm"
                  label={`Move ${nameOf(row, place)} up`}
                  disabled={place === 0}
                  onClick={() => swap(place, -1)}
                />
                <IconButton
                  icon="arrow-down"
                  size="sm"
                  label={`Move ${nameOf(row, place)} down`}
                  disabled={place === rows.length - 1}
                  onClick={() => swap(place, 1)}
                />
                <IconButton
                  icon="trash"
                  size="sm"
                  label={`Remove ${nameOf(row, place)}`}
                  onClick={() => onRowsChange(rows.filter((_, index) => index !== place))}
                />
              </span>
            </div>
          </li>
        ))}
      </ol>
      <Button
        size="sm"
        icon="plus"
        className="self-start"
        onClick={() => onRowsChange([...rows, add.row()])}
      >
        {add.label}
      </Button>
    </fieldset>
  );
}
