import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';
import { Kbd } from './kbd.tsx';

export interface MenuAct {
  readonly label: string;
  /** Either an act or an address. */
  readonly onSelect?: (() => void) | undefined;
  readonly href?: string | undefined;
  readonly icon?: IconName | undefined;
  /** As in the action registry: `g i`, `mod+k`. */
  readonly keys?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** Marks the present choice among several. */
  readonly checked?: boolean | undefined;
}

export interface MenuGroup {
  readonly label?: string | undefined;
  readonly acts: readonly MenuAct[];
}

export interface MenuProps {
  /** The button that opens it: usually `<Button>` or `<IconButton>`. */
  readonly trigger: ReactElement;
  readonly groups: readonly MenuGroup[];
  readonly align?: 'start' | 'end' | undefined;
}

function Entry({ act }: { readonly act: MenuAct }) {
  const inside = (
    <>
      {act.checked !== undefined ? (
        <span className="flex w-4">{act.checked && <Icon name="check" />}</span>
      ) : (
        act.icon !== undefined && <Icon name={act.icon} />
      )}
      <span className="grow">{act.label}</span>
      {act.keys !== undefined && <Kbd keys={act.keys} />}
    </>
  );
  const className = cx('popup-option', act.danger === true && 'text-off-track');
  if (act.href !== undefined) {
    return (
      <Base.LinkItem className={className} href={act.href} closeOnClick>
        {inside}
      </Base.LinkItem>
    );
  }
  if (act.checked !== undefined) {
    return (
      <Base.CheckboxItem
        className={className}
        checked={act.checked}
        disabled={act.disabled}
        closeOnClick
        onCheckedChange={() => act.onSelect?.()}
      >
        {inside}
      </Base.CheckboxItem>
    );
  }
  return (
    <Base.Item className={className} disabled={act.disabled} onClick={() => act.onSelect?.()}>
      {inside}
    </Base.Item>
  );
}

/** Acts behind one button, in groups parted by a hairline. */
export function Menu({ trigger, groups, align = 'end' }: MenuProps) {
  const filled = groups.filter((group) => group.acts.length > 0);
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      {/* A landmark of its own: the menu stands outside the page's. */}
      <Base.Portal render={<section aria-label="Menu" />}>
        <Base.Positioner sideOffset={4} align={align} className="z-50">
          <Base.Popup className="popup max-h-(--available-height) min-w-48 overflow-y-auto p-1">
            {filled.map((group, index) => (
              <Base.Group
                key={group.label ?? index}
                className={cx(index > 0 && 'mt-1 border-t border-line pt-1')}
              >
                {group.label !== undefined && (
                  <Base.GroupLabel className="px-2 py-1 text-xs text-tertiary">
                    {group.label}
                  </Base.GroupLabel>
                )}
                {group.acts.map((act) => (
                  <Entry key={act.label} act={act} />
                ))}
              </Base.Group>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
