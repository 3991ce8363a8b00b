import { useSearchState } from '../../api/use-search-state.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { BoardTab } from './board-tab.tsx';
import { DeliveryPerformance } from './delivery-performance.tsx';

const tabs = [
  { id: 'board', label: 'What runs where' },
  { id: 'performance', label: 'Delivery performance' },
] as const;

/** What runs where and all that is deploying now; and how well all that goes. */
export function BoardPage() {
  const [search, change] = useSearchState();
  const tab = tabs.find(({ id }) => id === search['tab'])?.id ?? 'board';
  return (
    <>
      <PageHeader
        title="Delivery board"
        description="What runs where, since when, what waits, what is being deployed and what has failed. It keeps itself up to date."
        actions={
          <>
            <LinkButton href="/failures">Failure room</LinkButton>
            <LinkButton href="/deployments">All deployments</LinkButton>
          </>
        }
      />
      <Tabs
        label="Delivery"
        tabs={tabs}
        value={tab}
        onValueChange={(id) => change({ tab: id === 'board' ? undefined : id })}
      >
        <div className="flex flex-col gap-6">
          {tab === 'board' ? <BoardTab /> : <DeliveryPerformance />}
        </div>
      </Tabs>
    </>
  );
}
