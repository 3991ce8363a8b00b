import type { ComponentPropsWithRef } from 'react';
import { buttonClass, type ButtonSize, type ButtonTone } from './button.tsx';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children'> {
  /** What a press does, in words; also shown when pointed at. */
  readonly label: string;
  readonly icon: IconName;
  readonly tone?: ButtonTone | undefined;
  readonly size?: ButtonSize | undefined;
}

/** A button drawn by its icon alone; its label is its accessible name. */
export function IconButton({
  label,
  icon,
  tone = 'quiet',
  size = 'md',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={cx(buttonClass(tone, size, true), className)}
    >
      <Icon name={icon} />
    </button>
  );
}
