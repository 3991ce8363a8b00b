import type { ComponentPropsWithRef } from 'react';
import { buttonClass, type ButtonSize, type ButtonTone } from './button.tsx';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';

export interface LinkButtonProps extends ComponentPropsWithRef<'a'> {
  readonly href: string;
  readonly tone?: ButtonTone | undefined;
  readonly size?: ButtonSize | undefined;
  readonly icon?: IconName | undefined;
}

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function LinkButton({
  tone = 'default',
  size = 'md',
  icon,
  className,
  children,
  ...rest
}: LinkButtonProps) {
  return (
    <a {...rest} className={cx(buttonClass(tone, size), className)}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </a>
  );
}
