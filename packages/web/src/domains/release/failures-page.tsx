import { useSearchState } from '../../api/use-search-state.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { FailureList } from './failure-list.tsx';
import { FlakySteps } from './flaky-steps.tsx';
import { Runbooks } from './runbooks.tsx';

const tabs = [
  { id: 'failures', label: 'Failures' },
  { id: 'flaky', label: 'Flaky steps' },
  { id: 'runbooks', label: 'Runbooks' },
] as const;

/** The failure room: what went wrong anywhere, worst first, and what can be done about it from here. */
export function FailuresPage() {
  const [search, change] = useSearchState();
  const tab = tabs.find(({ id }) => id === search['tab'])?.id ?? 'failures';
  return (
    <>
      <PageHeader
        title="Failure room"
        description="Everything that failed on its way to an environment or a line, worst first. It keeps itself up to date."
        actions={<LinkButton href="/delivery-board">Delivery board</LinkButton>}
      />
      <Tabs
        label="Failure room"
        tabs={tabs}
        value={tab}
        onValueChange={(id) => change({ tab: id === 'failures' ? undefined : id })}
      >
        <div className="flex flex-col gap-4">
          {tab === 'failures' && <FailureList />}
          {tab === 'flaky' && <FlakySteps />}
          {tab === 'runbooks' && <Runbooks />}
        </div>
      </Tabs>
    </>
  );
}
