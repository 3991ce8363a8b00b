import { useSearchState } from '../../api/use-search-state.ts';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListPage } from '../../entity/list-page.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { AccountDialog } from './account-dialog.tsx';
import { accountStateOptions, annualValue, labelOf, segmentOptions } from './words.ts';

type Row = OutputOf<OperationOf<'engagement.listAccounts'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  { id: 'title', header: 'Account', cell: (row) => <EntityLink entity={row} /> },
  { id: 'segment', header: 'Segment', cell: (row) => labelOf(segmentOptions, row.segment) },
  { id: 'tier', header: 'Tier', cell: (row) => row.tier, align: 'end', width: '5rem' },
  {
    id: 'value',
    header: 'Annual value',
    cell: (row) => annualValue(row.annualValue),
    align: 'end',
    width: '9rem',
  },
  {
    id: 'owner',
    header: 'Owner',
    cell: (row) => (row.ownerUnit ? <EntityLink entity={row.ownerUnit} /> : '–'),
  },
  {
    id: 'state',
    header: 'State',
    cell: (row) => <EntityStatus state={row.state} plain />,
    width: '8rem',
  },
];

/** Customer and partner accounts that the viewer may see. */
export function AccountsPage() {
  const [search, change] = useSearchState();
  const segment = segmentOptions.find(({ value }) => value === search['segment'])?.value;
  const state = accountStateOptions.find(({ value }) => value === search['state'])?.value;
  const list = useList('engagement.listAccounts', {
    query: { ...(segment ? { segment } : {}), ...(state ? { state } : {}) },
  });
  return (
    <ListPage
      title="Accounts"
      description="Customers and partners. Only their named readers see them."
      add="Add an account"
      addDialog={(close) => <AccountDialog onClose={close} />}
      filters={[
        { id: 'segment', label: 'Segment', value: segment, options: segmentOptions },
        { id: 'state', label: 'State', value: state, options: accountStateOptions },
      ]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={columns}
      none="No account is here for you: either none was added, or none names you as a reader."
      example="“Hammer Builders”, a general contractor of tier 1, known in the product as acct-1042."
    />
  );
}
