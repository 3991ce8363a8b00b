import type { Initiative, Span } from './roadmap-types.ts';
import type { DragStore } from './drag-store.ts';
import type { TimeAxis } from './time-axis.ts';
import { covered, shifted, type Grip } from './windows.ts';

export interface DragParts {
  readonly store: DragStore;
  readonly axis: TimeAxis;
  readonly frame: HTMLElement;
  /** What a window would break, in words. */
  readonly broken: (span: Span) => readonly string[];
  readonly onDrop: (span: Span) => void;
}

const edge = 48;
const pace = 14;

/** Follows the pointer until it is let go or Escape is pressed; scrolls the frame at its edges. */
function followPointer(
  event: PointerEvent,
  frame: HTMLElement,
  follow: { moved: (x: number, y: number) => void; ended: (dropped: boolean) => void },
): void {
  let { clientX: x, clientY: y } = event;
  let frameRequest = 0;
  const scroll = () => {
    const box = frame.getBoundingClientRect();
    const way = x > box.right - edge ? pace : x < box.left + edge ? -pace : 0;
    if (way !== 0 && y > box.top && y < box.bottom) {
      frame.scrollLeft += way;
      follow.moved(x, y);
    }
    frameRequest = requestAnimationFrame(scroll);
  };
  const onMove = (next: PointerEvent) => {
    ({ clientX: x, clientY: y } = next);
    follow.moved(x, y);
  };
  const end = (dropped: boolean) => {
    cancelAnimationFrame(frameRequest);
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', onCancel);
    window.removeEventListener('keydown', onKey, true);
    follow.ended(dropped);
  };
  const onUp = () => end(true);
  const onCancel = () => end(false);
  const onKey = (key: KeyboardEvent) => {
    if (key.key !== 'Escape') return;
    key.stopPropagation();
    end(false);
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('pointercancel', onCancel);
  window.addEventListener('keydown', onKey, true);
  frameRequest = requestAnimationFrame(scroll);
}

/**
 * Drags a bar or one of its ends. While it lasts only the bar's own style changes; React draws
 * again when it is dropped.
 */
export function startBarDrag(
  event: PointerEvent,
  bar: HTMLElement,
  grip: Grip,
  initiative: Initiative,
  { store, axis, frame, broken, onDrop }: DragParts,
): void {
  const beganAt = event.clientX + frame.scrollLeft;
  const before = covered(initiative);
  if (!before) return;
  const { style } = bar;
  const kept = { transform: style.transform, width: style.width };
  let span: Span = initiative;
  let days = 0;
  followPointer(event, frame, {
    moved(x, y) {
      days = axis.daysOf(x + frame.scrollLeft - beganAt);
      span = shifted(initiative, grip, days);
      const now = covered(span) ?? before;
      style.transform = `translateX(${axis.xOf(now.first) - axis.xOf(before.first)}px)`;
      style.width = `${axis.xOf(now.last + 1) - axis.xOf(now.first)}px`;
      store.set({ title: initiative.title, span, x, y, broken: broken(span) });
    },
    ended(dropped) {
      store.set(undefined);
      style.transform = kept.transform;
      style.width = kept.width;
      if (dropped && (span.from !== initiative.from || span.to !== initiative.to)) onDrop(span);
    },
  });
}

/** Drags an initiative without dates onto the timeline; `spanAt` is the window of a place there. */
export function startTrayDrag(
  event: PointerEvent,
  initiative: Initiative,
  parts: Omit<DragParts, 'axis'> & { readonly spanAt: (x: number, y: number) => Span | undefined },
): void {
  let span: Span | undefined;
  followPointer(event, parts.frame, {
    moved(x, y) {
      span = parts.spanAt(x, y);
      const shown = span ?? { from: null, to: null };
      const broken = span ? parts.broken(span) : [];
      parts.store.set({ title: initiative.title, span: shown, x, y, broken });
    },
    ended(dropped) {
      parts.store.set(undefined);
      if (dropped && span) parts.onDrop(span);
    },
  });
}
