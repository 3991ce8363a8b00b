import type { KeyboardEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { openPlaces, settlePlace, type PlaceTake } from './conflict-text.ts';

const keys: Readonly<Record<string, PlaceTake>> = { l: 'line', c: 'change', b: 'both' };

function Side({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className="min-w-0">
      <p className="text-xs text-tertiary">{title}</p>
      <pre
        tabIndex={0}
        role="region"
        aria-label={title}
        className="max-h-64 overflow-auto rounded-sm border border-line bg-sunken p-2 font-mono text-xs"
      >
        {text === '' ? <span className="text-tertiary">Nothing</span> : text}
      </pre>
    </div>
  );
}

/** The places of a merged text that are still open, each with its three sides beside one another. */
export function ConflictPlaces({
  path,
  text,
  onTextChange,
}: {
  readonly path: string;
  readonly text: string;
  readonly onTextChange: (text: string) => void;
}) {
  const places = openPlaces(text);
  if (places.length === 0)
    return <p className="text-secondary">No place is open in it any more.</p>;
  return (
    <ol className="flex flex-col gap-4">
      {places.map((place, index) => {
        const take = (what: PlaceTake) => onTextChange(settlePlace(text, place, what));
        const press = (event: KeyboardEvent) => {
          const what = keys[event.key];
          if (what === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          event.stopPropagation();
          take(what);
        };
        return (
          <li key={`${place.row} ${place.from}`} onKeyDown={press}>
            <div
              role="group"
              aria-label={`Place ${index + 1} of ${places.length} in ${path}`}
              className="flex flex-col gap-2"
            >
              <div className="grid gap-2 lg:grid-cols-3">
                <Side title="On the line" text={place.line} />
                <Side title="Before both" text={place.before} />
                <Side title="In the change" text={place.change} />
              </div>
              <div className="flex flex-wrap items-center gap-2">
                <Button size="sm" onClick={() => take('line')}>
                  Take the line’s
                </Button>
                <Button size="sm" onClick={() => take('change')}>
                  Take the change’s
                </Button>
                <Button size="sm" onClick={() => take('both')}>
                  Take both
                </Button>
                <span className="text-xs text-tertiary">
                  Row {place.row}. Keys: l the line’s, c the change’s, b both.
                </span>
              </div>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
