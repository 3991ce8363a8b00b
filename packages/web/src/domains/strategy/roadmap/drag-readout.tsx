import { StatusShape } from '../../../ui/status-shape.tsx';
import { useDrag, type DragStore } from './drag-store.ts';
import { spanWords } from './use-roadmap.ts';

/** Beside the pointer: the dates that a drop gives, and what it would break. */
export function DragReadout({ store }: { readonly store: DragStore }) {
  const drag = useDrag(store);
  if (!drag) return null;
  return (
    <div
      className="popup pointer-events-none fixed top-0 left-0 z-50 max-w-80 px-2 py-1 text-xs"
      style={{ transform: `translate(${drag.x + 14}px, ${drag.y + 18}px)` }}
    >
      <p className="truncate font-medium">{drag.title}</p>
      <p className="figures">{spanWords(drag.span)}</p>
      {drag.broken.map((words) => (
        <p key={words} className="flex gap-1 text-off-track">
          <span className="pt-0.5">
            <StatusShape tone="off-track" />
          </span>
          {words}
        </p>
      ))}
    </div>
  );
}
