import { useState, type ReactNode } from 'react';
import { useSearchState } from '../../api/use-search-state.ts';
import { Button } from '../../ui/button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { ChangesTab } from './changes-tab.tsx';
import { FindingDialog } from './finding-dialog.tsx';
import { FindingsTab } from './findings-tab.tsx';
import { ImportSarifDialog } from './import-sarif-dialog.tsx';
import { IncidentDialog } from './incident-dialog.tsx';
import { IncidentsTab } from './incidents-tab.tsx';
import { OperationsSettings } from './operations-settings.tsx';
import { PostmortemsTab } from './postmortems-tab.tsx';
import { SloDialog } from './slo-dialog.tsx';
import { SlosTab } from './slos-tab.tsx';

const tabs = [
  { id: 'incidents', label: 'Incidents' },
  { id: 'slos', label: 'Service levels' },
  { id: 'findings', label: 'Security findings' },
  { id: 'changes', label: 'Planned changes' },
  { id: 'postmortems', label: 'Postmortems' },
  { id: 'settings', label: 'Sources and policies' },
] as const;

type Tab = (typeof tabs)[number]['id'];

const acts: Partial<Record<Tab, string>> = {
  incidents: 'Open an incident',
  slos: 'Promise a service level',
  findings: 'Record a finding',
  changes: 'Plan a change',
};

/** What the tab's act opens. */
function ActDialog({ tab, onClose }: { readonly tab: Tab; readonly onClose: () => void }) {
  switch (tab) {
    case 'incidents':
      return <IncidentDialog onClose={onClose} />;
    case 'slos':
      return <SloDialog onClose={onClose} />;
    case 'findings':
      return <FindingDialog onClose={onClose} />;
    case 'changes':
      return <ChangeDialog onClose={onClose} />;
    case 'postmortems':
    case 'settings':
      return null;
  }
}

/** How services run, one view at a time. */
export function OperationsPage() {
  const [search, change] = useSearchState();
  const [acting, setActing] = useState(false);
  const [importing, setImporting] = useState(false);
  const tab: Tab = tabs.find(({ id }) => id === search['tab'])?.id ?? 'incidents';
  const act = acts[tab];
  const add = act && <Button onClick={() => setActing(true)}>{act}</Button>;
  const bodies: Readonly<Record<Tab, () => ReactNode>> = {
    incidents: () => <IncidentsTab add={add} />,
    slos: () => <SlosTab add={add} />,
    findings: () => <FindingsTab add={add} />,
    changes: () => <ChangesTab add={add} />,
    postmortems: () => <PostmortemsTab />,
    settings: () => <OperationsSettings />,
  };
  return (
    <>
      <PageHeader
        title="Operations"
        description="How services run: what hurts, what is promised, what was found, what is planned."
        actions={
          <>
            {tab === 'findings' && (
              <Button icon="upload" onClick={() => setImporting(true)}>
                Import SARIF
              </Button>
            )}
            {act !== undefined && (
              <Button tone="primary" icon="plus" onClick={() => setActing(true)}>
                {act}
              </Button>
            )}
          </>
        }
      />
      <Tabs
        label="Operations"
        tabs={tabs}
        value={tab}
        onValueChange={(id) =>
          change({
            tab: id === 'incidents' ? undefined : id,
            state: undefined,
            severity: undefined,
            overdue: undefined,
          })
        }
      >
        <div className="flex flex-col gap-4">{bodies[tab]()}</div>
      </Tabs>
      {acting && <ActDialog tab={tab} onClose={() => setActing(false)} />}
      {importing && <ImportSarifDialog onClose={() => setImporting(false)} />}
    </>
  );
}
