import { useEffect, useRef, type ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';

export interface SplitPaneProps {
  readonly children: ReactNode;
  /** What the detail shows; names its region. */
  readonly detailLabel: string;
  /** The detail of the row in the URL; undefined while none is chosen. */
  readonly detail?: ReactNode;
  readonly onClose: () => void;
}

/**
 * A list with the detail of one row beside it; the list stays usable. On narrow windows the
 * detail stands below. For a modal detail use `<Dialog shape="drawer">`.
 */
export function SplitPane({ children, detailLabel, detail, onClose }: SplitPaneProps) {
  const pane = useRef<HTMLElement>(null);
  const open = detail !== undefined && detail !== null;
  useEffect(() => {
    if (!open) return undefined;
    const close = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose();
    };
    const element = pane.current;
    element?.addEventListener('keydown', close);
    return () => element?.removeEventListener('keydown', close);
  }, [open, onClose]);
  if (!open) return children;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,28rem)]">
      <div className="min-w-0">{children}</div>
      <aside
        ref={pane}
        aria-label={detailLabel}
        className="sticky top-(--shell-top,0px) max-h-[calc(100vh-var(--shell-top,0px))] overflow-y-auto border-l border-line pl-6"
      >
        <div className="float-right">
          <IconButton size="sm" icon="close" label={`Close ${detailLabel}`} onClick={onClose} />
        </div>
        {detail}
      </aside>
    </div>
  );
}
