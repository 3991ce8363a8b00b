import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { cx } from './cx.ts';
import type { Picker } from './use-picker.ts';

/** Puts the list under its field, or above it where there is no room below. */
function place(list: HTMLElement, field: HTMLElement): void {
  const box = field.getBoundingClientRect();
  const below = window.innerHeight - box.bottom - 12;
  const above = box.top - 12;
  const up = below < 200 && above > below;
  list.style.left = `${box.left}px`;
  list.style.width = `${Math.max(box.width, 224)}px`;
  list.style.maxHeight = `${Math.min(320, up ? above : below)}px`;
  list.style.top = up ? 'auto' : `${box.bottom + 4}px`;
  list.style.bottom = up ? `${window.innerHeight - box.top + 4}px` : 'auto';
}

function remarkOn({ found, searching, failed }: Picker['state']): string | undefined {
  if (failed) return 'The search failed. Type again to retry.';
  if (found.length > 0) return undefined;
  return searching ? 'Searching…' : 'Nothing matches.';
}

/**
 * The open list of a picker. It stays in its place in the document (no part of the page has to be
 * hidden from assistive technology) and is lifted to the top layer by the platform.
 */
export function PickerList({
  picker,
  label,
  field,
  chosen,
}: {
  readonly picker: Picker;
  readonly label: string;
  readonly field: RefObject<HTMLElement | null>;
  /** Ids of what is chosen already. */
  readonly chosen: ReadonlySet<string>;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const { open, state, active } = picker;

  useLayoutEffect(() => {
    const list = frame.current;
    if (!open || list === null) return undefined;
    list.showPopover();
    const follow = () => {
      if (field.current !== null) place(list, field.current);
    };
    follow();
    window.addEventListener('scroll', follow, { capture: true, passive: true });
    window.addEventListener('resize', follow);
    return () => {
      window.removeEventListener('scroll', follow, { capture: true });
      window.removeEventListener('resize', follow);
      list.hidePopover();
    };
  }, [open, field]);

  useEffect(() => {
    frame.current?.querySelector('[data-highlighted]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const remark = remarkOn(state);
  return (
    <div
      ref={frame}
      popover="manual"
      className="popup fixed m-0 overflow-y-auto p-1 text-left"
      // The input keeps the focus while an option is pressed.
      onPointerDown={(event) => event.preventDefault()}
    >
      <p role="status" className={remark === undefined ? 'sr-only' : 'px-2 py-1.5 text-tertiary'}>
        {open ? (remark ?? `${state.found.length} found`) : ''}
      </p>
      <div id={picker.listId} role="listbox" aria-label={label}>
        {open &&
          state.found.map((option, index) => (
            <div
              key={option.id}
              id={picker.optionId(index)}
              role="option"
              aria-selected={chosen.has(option.id)}
              data-highlighted={index === active ? '' : undefined}
              className={cx('popup-option', chosen.has(option.id) && 'font-medium')}
              onPointerMove={() => picker.point(index)}
              onClick={() => picker.pick(option)}
            >
              <span className="min-w-0 grow truncate">{option.label}</span>
              {option.detail !== undefined && (
                <span className="shrink-0 text-xs font-normal text-tertiary">{option.detail}</span>
              )}
            </div>
          ))}
      </div>
    </div>
  );
}
