import type { ComponentPropsWithRef } from 'react';
import { cx } from './cx.ts';

export interface TextLinkProps extends ComponentPropsWithRef<'a'> {
  readonly href: string;
  /** `quiet` for names in tables: ink, underlined when pointed at. */
  readonly quiet?: boolean | undefined;
}

/**
 * A link in running text or in a table cell. An address within the app is followed without a
 * page load (`app/link-navigation.ts` listens once for the whole document).
 */
export function TextLink({ quiet = false, className, ...rest }: TextLinkProps) {
  return <a {...rest} className={cx(quiet ? 'quiet-link' : 'link', className)} />;
}
