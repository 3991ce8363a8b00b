import { useSearchState } from '../../api/use-search-state.ts';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListPage } from '../../entity/list-page.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { CampaignDialog } from './campaign-dialog.tsx';
import { campaignStateOptions } from './words.ts';

type Row = OutputOf<OperationOf<'launch.listCampaigns'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  { id: 'title', header: 'Campaign', cell: (row) => <EntityLink entity={row} /> },
  { id: 'audience', header: 'Audience', cell: (row) => row.audience || '–' },
  { id: 'channels', header: 'Channels', cell: (row) => row.channels.join(', ') || '–' },
  {
    id: 'starts',
    header: 'Starts',
    cell: (row) => (row.startsOn ? <PlainDate date={row.startsOn} /> : '–'),
  },
  {
    id: 'ends',
    header: 'Ends',
    cell: (row) => (row.endsOn ? <PlainDate date={row.endsOn} /> : '–'),
  },
  { id: 'state', header: 'State', cell: (row) => <EntityStatus state={row.state} plain /> },
];

/** Campaigns, newest first. */
export function CampaignsPage() {
  const [search, change] = useSearchState();
  const state = campaignStateOptions.find(({ value }) => value === search['state'])?.value;
  const list = useList('launch.listCampaigns', { query: state ? { state } : {} });
  return (
    <ListPage
      title="Campaigns"
      description="What is told outside the product, to whom, where and when."
      add="Plan a campaign"
      addDialog={(close) => <CampaignDialog onClose={close} />}
      filters={[{ id: 'state', label: 'State', value: state, options: campaignStateOptions }]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={columns}
      none="No campaign is planned yet."
      example="“Plan every crew”, for superintendents, by e-mail and webinar, in the two weeks after T0."
    />
  );
}
