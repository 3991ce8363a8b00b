import { Tooltip as Base } from '@base-ui/react/tooltip';
import { useId, useState, type ReactElement } from 'react';

export interface TooltipProps {
  /** One short line. Nothing that a reader needs may stand only here: touch never shows it. */
  readonly text: string;
  /** A focusable element that already has a name of its own. */
  readonly children: ReactElement;
}

/** A remark that appears when its element is pointed at or focused. */
export function Tooltip({ text, children }: TooltipProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <Base.Root open={open} onOpenChange={(next) => setOpen(next)}>
      <Base.Trigger render={children} delay={400} aria-describedby={open ? id : undefined} />
      <Base.Portal render={<section aria-label="Remark" />}>
        <Base.Positioner sideOffset={6} className="z-50">
          <Base.Popup
            id={id}
            role="tooltip"
            className="popup max-w-72 rounded-sm px-2 py-1 text-xs text-secondary"
          >
            {text}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
