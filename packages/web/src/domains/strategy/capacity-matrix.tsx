import type { OperationOf, OutputOf } from '@throughline/contract';
import { EntityLink } from '../../entity/entity-link.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { amount } from './words.ts';

type Unit = OutputOf<OperationOf<'strategy.getAllocations'>>['units'][number];

function Cell({ of, quarter }: { readonly of: Unit; readonly quarter: number }) {
  const cell = of.quarters.find((one) => one.quarter === quarter);
  if (!cell) return '–';
  const { needed, capacity, over } = cell.people;
  if (needed === 0 && capacity === null && cell.money.needed === 0) return '–';
  const said = capacity === null ? String(needed) : `${needed} of ${capacity}`;
  return (
    <span className="flex flex-col gap-1 py-1">
      <span className="figures flex flex-wrap items-center gap-x-2">
        {said}
        {over > 0 && <Status tone="off-track" word={`${over} too many`} plain />}
        {cell.money.over > 0 && (
          <Status tone="off-track" word={`${cell.money.over} too much money`} plain />
        )}
      </span>
      {capacity !== null && (
        <Progress
          label={`${of.unit.title} in Q${quarter}`}
          labelHidden
          value={needed}
          max={capacity}
          text={said}
        />
      )}
      {(cell.money.needed > 0 || cell.money.capacity !== null) && (
        <span className="figures text-xs text-secondary">
          {amount(cell.money.needed, '').trim()}
          {cell.money.capacity !== null && ` of ${amount(cell.money.capacity, '').trim()}`} in money
        </span>
      )}
      {cell.actual > 0 && <span className="text-xs text-tertiary">{cell.actual} taken</span>}
    </span>
  );
}

const columns: readonly TableColumn<Unit>[] = [
  {
    id: 'unit',
    header: 'Unit',
    cell: (row) => (
      <span style={{ paddingInlineStart: `${row.depth * 20}px` }}>
        <EntityLink entity={row.unit} />
      </span>
    ),
  },
  ...[1, 2, 3, 4].map((quarter) => ({
    id: `q${quarter}`,
    header: `Q${quarter}`,
    width: '11rem',
    cell: (row: Unit) => <Cell of={row} quarter={quarter} />,
  })),
];

/** People and money needed of each unit in each quarter, against what there is. */
export function CapacityMatrix({ units }: { readonly units: readonly Unit[] }) {
  return (
    <Table
      label="People and money by unit and quarter"
      columns={columns}
      rows={units}
      rowKey={(row) => row.unit.ref}
      rowName={(row) => row.unit.title}
    />
  );
}
