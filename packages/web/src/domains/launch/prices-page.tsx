import { useSearchState } from '../../api/use-search-state.ts';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListPage } from '../../entity/list-page.tsx';
import { Mono } from '../../ui/mono.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { PriceDialog } from './price-dialog.tsx';
import { priceStateOptions } from './words.ts';

type Row = OutputOf<OperationOf<'launch.listPrices'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  { id: 'title', header: 'Price', cell: (row) => <EntityLink entity={row} /> },
  { id: 'book', header: 'Book', cell: (row) => <Mono>{row.book}</Mono> },
  { id: 'version', header: 'Version', cell: (row) => row.version, align: 'end', width: '6rem' },
  { id: 'shape', header: 'Shape', cell: (row) => row.shape },
  { id: 'currency', header: 'Currency', cell: (row) => row.currency, width: '6rem' },
  { id: 'from', header: 'From', cell: (row) => <PlainDate date={row.effectiveFrom} /> },
  { id: 'state', header: 'State', cell: (row) => <EntityStatus state={row.state} plain /> },
];

/** Prices that the viewer may see, newest first. */
export function PricesPage() {
  const [search, change] = useSearchState();
  const state = priceStateOptions.find(({ value }) => value === search['state'])?.value;
  const list = useList('launch.listPrices', { query: state ? { state } : {} });
  return (
    <ListPage
      title="Prices"
      description="Price books and their versions. Only their named readers see them."
      add="Draft a price"
      addDialog={(close) => <PriceDialog onClose={close} />}
      filters={[{ id: 'state', label: 'State', value: state, options: priceStateOptions }]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={columns}
      none="No price is here for you: either none was drafted, or none names you as a reader."
      example="“Resource planning”, book resource-planning, 12.50 USD per project from 1 February."
    />
  );
}
