import type { ComponentPropsWithRef, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';

/** `primary` at most once on a screen; `quiet` inside tables and bars; `danger` for what hurts. */
export type ButtonTone = 'primary' | 'default' | 'quiet' | 'danger';
export type ButtonSize = 'sm' | 'md';

const tones: Record<ButtonTone, string> = {
  primary:
    'bg-accent text-on-accent border-accent not-disabled:hover:bg-accent-strong not-disabled:hover:border-accent-strong',
  default: 'bg-surface text-ink border-control not-disabled:hover:bg-sunken',
  quiet:
    'bg-transparent text-secondary border-transparent not-disabled:hover:bg-sunken not-disabled:hover:text-ink',
  danger:
    'bg-surface text-off-track border-off-track not-disabled:hover:bg-off-track not-disabled:hover:text-on-danger',
};

const sizes: Record<ButtonSize, string> = {
  sm: 'min-h-7 px-2 text-xs pointer-coarse:min-h-row',
  md: 'min-h-row px-3 text-sm',
};

/** The classes of a button, for elements that must be links. */
export function buttonClass(tone: ButtonTone, size: ButtonSize, square = false): string {
  return cx(
    'inline-flex items-center justify-center gap-1.5 rounded-sm border font-medium whitespace-nowrap select-none transition-colors',
    'disabled:border-line disabled:bg-sunken disabled:text-tertiary aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-tertiary',
    tones[tone],
    sizes[size],
    square && (size === 'sm' ? 'w-7 px-0! pointer-coarse:w-row' : 'w-row px-0!'),
  );
}

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly tone?: ButtonTone | undefined;
  readonly size?: ButtonSize | undefined;
  readonly icon?: IconName | undefined;
  /** While true the button says so, stays focusable and ignores presses. */
  readonly busy?: boolean | undefined;
  readonly children: ReactNode;
}

/** A press. `type` is `button` unless said otherwise, so that it never submits by accident. */
export function Button({
  tone = 'default',
  size = 'md',
  icon,
  busy = false,
  children,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(buttonClass(tone, size), className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled']}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {busy && <span className="text-xs">…</span>}
    </button>
  );
}
