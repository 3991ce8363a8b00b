import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant } from '../../ui/time.tsx';
import type { ThenAndNow } from './rhythm-types.ts';

type Row = ThenAndNow['records'][number];

const written = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const shown = (value: number | null, unit: string) =>
  value === null ? '–' : `${written.format(value)} ${unit}`.trim();
const titleOf = ({ atFreeze, now, ref }: Row) => now?.title ?? atFreeze?.title ?? ref;

const columns: readonly TableColumn<Row>[] = [
  {
    id: 'record',
    header: 'Record',
    cell: (row) => <TextLink href={entityAddress(row.ref)}>{titleOf(row)}</TextLink>,
  },
  {
    id: 'then',
    header: 'At the freeze',
    width: '12rem',
    cell: ({ atFreeze }) =>
      atFreeze ? <EntityStatus state={atFreeze.state} plain /> : <span>not among them</span>,
  },
  {
    id: 'now',
    header: 'Now',
    width: '12rem',
    cell: ({ now, behind }) =>
      now === null ? (
        <span className="text-secondary">not yours to see</span>
      ) : (
        <span className="flex flex-wrap items-baseline gap-x-2">
          <EntityStatus state={now.state} plain />
          {behind === 'freeze' && <span className="text-secondary">no longer behind it</span>}
        </span>
      ),
  },
  {
    id: 'renamed',
    header: 'Called then',
    cell: ({ atFreeze, now }) =>
      atFreeze && now && atFreeze.title !== now.title ? atFreeze.title : '',
  },
];

/** A figure of a frozen pack beside the same figure today, with the records behind both. */
export function ThenAndNowDialog({
  review,
  section,
  figure,
  revision,
  title,
  onClose,
}: {
  readonly review: string;
  readonly section: string;
  readonly figure: string;
  readonly revision: number;
  readonly title: string;
  readonly onClose: () => void;
}) {
  const { data, error } = useRead('rhythm.thenAndNow', {
    params: { id: review },
    query: { section, figure, revision: `${revision}` },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={title}
      description="As the pack was frozen, and as it is now."
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {error && <ErrorState problem={shownProblem(error)} />}
      {!data && !error && <Skeleton lines={6} />}
      {data && (
        <div className="flex flex-col gap-4">
          <dl className="grid grid-cols-2 gap-4">
            <div>
              <dt className="text-xs text-secondary">
                At the freeze, <Instant at={data.atFreeze.at} />
              </dt>
              <dd className="figures text-lg">{shown(data.atFreeze.value, data.unit)}</dd>
            </div>
            <div>
              <dt className="text-xs text-secondary">Now</dt>
              <dd className="figures text-lg">
                {data.now ? shown(data.now.value, data.unit) : 'No such figure any more'}
              </dd>
            </div>
          </dl>
          {data.missing !== '' && <p className="text-secondary">{data.missing}</p>}
          <Table
            label={`Records behind ${title}`}
            columns={columns}
            rows={data.records}
            rowKey={(row) => row.ref}
            rowName={titleOf}
            empty={<EmptyState sentence="No record stands behind this figure." />}
          />
        </div>
      )}
    </Dialog>
  );
}
