import { useEffect, type ReactNode } from 'react';
import { Dialog } from '../ui/dialog.tsx';

/** The navigation of narrow windows: a sheet that closes once a place is chosen. */
export function NavDrawer({
  onClose,
  children,
}: {
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest('a') !== null) onClose();
    };
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, [onClose]);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Navigation"
      shape="drawer"
      size="sm"
    >
      <div className="-mx-4 flex flex-col">{children}</div>
    </Dialog>
  );
}
