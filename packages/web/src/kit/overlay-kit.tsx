import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Popover } from '../ui/popover.tsx';
import { Section } from '../ui/section.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { TextField } from '../ui/text-field.tsx';
import { toast } from '../ui/toast.ts';
import { Tooltip } from '../ui/tooltip.tsx';

type Open = 'dialog' | 'drawer' | 'confirm' | undefined;

export function OverlayKit() {
  const [open, setOpen] = useState<Open>();
  const [tab, setTab] = useState<'details' | 'history'>('details');
  const close = () => setOpen(undefined);
  return (
    <Section title="Overlays, tabs, failures">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setOpen('dialog')}>Open dialog</Button>
        <Button onClick={() => setOpen('drawer')}>Open drawer</Button>
        <Button onClick={() => setOpen('confirm')}>Open confirmation</Button>
        <Popover trigger={<Button>Open popover</Button>} title="What this counts">
          <p className="text-secondary">
            Eligible accounts that used the feature at least twice in 28 days.
          </p>
        </Popover>
        <Tooltip text="The remark of a button">
          <Button>Point at me</Button>
        </Tooltip>
        <Button
          onClick={() => {
            toast({
              title: 'Initiative stopped',
              detail: 'Its launch is held.',
              undo: () => undefined,
            });
            toast({ title: 'Could not save', detail: 'Someone was faster.', tone: 'failed' });
          }}
        >
          Show toasts
        </Button>
      </div>
      <Tabs
        label="Parts of the initiative"
        value={tab}
        onValueChange={setTab}
        tabs={[
          { id: 'details', label: 'Details' },
          { id: 'history', label: 'History', count: 14 },
        ]}
      >
        {tab === 'details' ? 'What it is.' : 'What became of it.'}
      </Tabs>
      <ErrorState
        problem={{
          title: 'The deployment could not be read',
          detail: 'The database did not answer within two seconds.',
          remedy:
            'Try again; nothing was changed. If it lasts, give the request id to your administrator.',
          requestId: 'req_01939f3a7c5e',
        }}
        onRetry={() => undefined}
      />
      <Dialog
        open={open === 'dialog'}
        onOpenChange={close}
        title="Record a check-in"
        description="It is shown with its date, and greys after two cadences."
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button tone="primary" onClick={close}>
              Record
            </Button>
          </>
        }
      >
        <TextField label="Value" suffix="%" />
      </Dialog>
      <Dialog open={open === 'drawer'} onOpenChange={close} title="Deployment 412" shape="drawer">
        <p className="text-secondary">Canary, 5 % of accounts, soaking for 14 more minutes.</p>
      </Dialog>
      <ConfirmDialog
        open={open === 'confirm'}
        onOpenChange={close}
        title="Roll back production"
        confirmLabel="Roll back"
        phrase="production"
        danger
        onConfirm={close}
      >
        Version 2026.11.3 is taken back from three waves; 2026.11.2 serves everyone again.
      </ConfirmDialog>
    </Section>
  );
}
