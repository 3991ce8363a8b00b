import { Dialog as Base } from '@base-ui/react/dialog';
import { useRef, type ReactNode, type RefObject } from 'react';
import { buttonClass } from './button.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the confirming one last. */
  readonly footer?: ReactNode;
  readonly size?: 'sm' | 'md' | 'lg' | undefined;
  /** `drawer` slides in at the right edge and keeps the page's width: details of a row. */
  readonly shape?: 'centred' | 'drawer' | undefined;
  /** The content draws its own head: the title is only spoken, and nothing is padded. */
  readonly bare?: boolean | undefined;
  /** What has the focus first; otherwise the first field inside. */
  readonly initialFocus?: RefObject<HTMLElement | null> | undefined;
}

/** A field that can have the focus: a hidden one would leave it outside of the dialog. */
const firstField = ['input', 'select', 'textarea']
  .map((tag) => `${tag}:not([hidden], [type=hidden], [aria-hidden=true], :disabled)`)
  .join(', ');

const widths = { sm: '26rem', md: '36rem', lg: '56rem' } as const;

/** A modal sheet. Escape and a press outside close it; the focus goes back where it was. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  size = 'md',
  shape = 'centred',
  bare = false,
  initialFocus,
}: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  const drawer = shape === 'drawer';
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          // Without this it would be the closing button, which stands first.
          initialFocus={
            initialFocus ?? (() => body.current?.querySelector<HTMLElement>(firstField) ?? true)
          }
          className={cx(
            'fixed z-40 flex w-full flex-col overflow-hidden border-line bg-surface text-ink shadow-lift outline-none',
            drawer
              ? 'inset-y-0 right-0 border-l transition-transform duration-(--slide) data-ending-style:translate-x-full data-starting-style:translate-x-full'
              : 'top-[min(12vh,120px)] left-1/2 max-h-[80vh] -translate-x-1/2 rounded-lg border transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0',
          )}
          style={{ maxWidth: `min(${widths[size]}, calc(100vw - 32px))` }}
        >
          {bare ? (
            <>
              <Base.Title className="sr-only">{title}</Base.Title>
              {children}
            </>
          ) : (
            <>
              <div className="hairline-b flex items-start gap-4 py-3 pr-3 pl-4">
                <div className="min-w-0 grow py-1">
                  <Base.Title className="text-md font-semibold">{title}</Base.Title>
                  {description !== undefined && (
                    <Base.Description className="mt-1 text-secondary">
                      {description}
                    </Base.Description>
                  )}
                </div>
                <Base.Close aria-label="Close" className={buttonClass('quiet', 'sm', true)}>
                  <Icon name="close" />
                </Base.Close>
              </div>
              <div ref={body} className="grow overflow-y-auto overscroll-contain p-4">
                {children}
              </div>
            </>
          )}
          {footer !== undefined && (
            <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line bg-paper px-4 py-3">
              {footer}
            </div>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
