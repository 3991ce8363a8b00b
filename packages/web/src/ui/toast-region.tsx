import { Toast } from '@base-ui/react/toast';
import { useEffect } from 'react';
import { buttonClass } from './button.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { attachToasts, type ToastOptions } from './toast.ts';

const manager = Toast.createToastManager();

function show({ title, detail, tone = 'plain', undo, act }: ToastOptions): void {
  const failed = tone === 'failed';
  const offered = undo === undefined ? act : { label: 'Undo', onAct: undo };
  const id: string = manager.add({
    title,
    description: detail,
    type: tone,
    // A high priority would hide it, buttons and all, from assistive technology until it has the
    // focus. It stays until it is closed, so that being told politely is enough.
    priority: 'low',
    timeout: failed ? 0 : offered === undefined ? 5_000 : 10_000,
    ...(offered !== undefined && {
      actionProps: {
        children: offered.label,
        onClick: () => {
          manager.close(id);
          offered.onAct();
        },
      },
    }),
  });
}

function Toasts() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((each) => (
    <Toast.Root
      key={each.id}
      toast={each}
      className={cx(
        'popup flex items-start gap-3 py-2 pr-2 pl-3',
        each.type === 'failed' && 'border-l-2 border-l-off-track',
        each.limited === true && 'hidden',
      )}
    >
      <Toast.Content className="flex min-w-0 grow items-start gap-3">
        <div className="min-w-0 grow py-1">
          <Toast.Title className="text-sm font-medium" />
          <Toast.Description className="text-xs text-secondary" />
        </div>
        {each.actionProps !== undefined && (
          <Toast.Action className={buttonClass('default', 'sm')} />
        )}
        <Toast.Close aria-label="Dismiss" className={buttonClass('quiet', 'sm', true)}>
          <Icon name="close" size={14} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

/** Where toasts appear; UiProvider holds it. */
export function ToastRegion() {
  useEffect(() => attachToasts(show), []);
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport
          data-print="hide"
          className="fixed right-4 bottom-4 z-50 flex w-[min(24rem,calc(100vw-32px))] flex-col gap-2"
        >
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
