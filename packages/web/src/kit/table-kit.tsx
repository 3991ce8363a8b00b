import { useState } from 'react';
import { Badge } from '../ui/badge.tsx';
import { BulkBar } from '../ui/bulk-bar.tsx';
import { Button } from '../ui/button.tsx';
import { Confidence } from '../ui/confidence.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FilterBar } from '../ui/filter-bar.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Mono } from '../ui/mono.tsx';
import { Section } from '../ui/section.tsx';
import { Sparkline } from '../ui/sparkline.tsx';
import { Status } from '../ui/status.tsx';
import type { StatusTone } from '../ui/status-tone.ts';
import { Table, type TableColumn, type TableSort } from '../ui/table.tsx';
import { TextLink } from '../ui/text-link.tsx';
import { Age } from '../ui/time.tsx';

interface Bet {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly tone: StatusTone;
  readonly confidence: number | null;
  readonly values: readonly (number | null)[];
  readonly checked: string;
}

const tones: readonly StatusTone[] = ['on-track', 'at-risk', 'off-track', 'not-started', 'done'];
const names = [
  'Offline drawings',
  'One cost code library',
  'Submittal turnaround',
  'Equipment telematics',
  'Daily log by voice',
  'Change event forecast',
  'Bid levelling',
];
const units = ['Project Execution', 'Resource Management', 'Financials & Core SaaS'];

function bets(count: number): readonly Bet[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `ini_${String(index).padStart(4, '0')}`,
    name: names[index % names.length] ?? '',
    unit: units[index % units.length] ?? '',
    tone: tones[index % tones.length] ?? 'unknown',
    confidence: index % 5 === 3 ? null : (index * 7) % 11,
    values: Array.from({ length: 12 }, (__, week) =>
      week === 5 && index % 3 === 0 ? null : Math.round(20 + 10 * Math.sin(week + index) + week),
    ),
    checked: new Date(Date.now() - index * 41 * 3_600_000).toISOString(),
  }));
}

const columns: readonly TableColumn<Bet>[] = [
  {
    id: 'name',
    header: 'Initiative',
    sortable: true,
    cell: (bet) => (
      <TextLink quiet href={`#${bet.id}`} className="font-medium">
        {bet.name}
      </TextLink>
    ),
  },
  { id: 'id', header: 'Reference', cell: (bet) => <Mono>{bet.id}</Mono> },
  { id: 'unit', header: 'Owner', sortable: true, cell: (bet) => bet.unit },
  { id: 'state', header: 'State', cell: (bet) => <Status tone={bet.tone} /> },
  {
    id: 'confidence',
    header: 'Confidence',
    sortable: true,
    cell: (bet) => <Confidence value={bet.confidence} change={(bet.confidence ?? 0) % 3} />,
  },
  {
    id: 'trend',
    header: 'Adoption',
    cell: (bet) => (
      <Sparkline values={bet.values} label={`Adoption, now ${bet.values.at(-1) ?? 'unknown'}`} />
    ),
  },
  {
    id: 'checked',
    header: 'Checked in',
    align: 'end',
    sortable: true,
    cell: (bet) => <Age at={bet.checked} staleAfter={5 * 86_400} />,
  },
];

const few = bets(7);
const many = bets(5_000);
const rowKey = (bet: Bet) => bet.id;
const rowName = (bet: Bet) => bet.name;

export function TableKit() {
  const [sort, setSort] = useState<TableSort>({ by: 'confidence', descending: true });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['ini_0001', 'ini_0002']));
  const [stage, setStage] = useState<string | undefined>('building');
  const [query, setQuery] = useState('');
  const [long, setLong] = useState(false);
  const rows = long ? many : few;
  return (
    <Section
      title="Table"
      note="Last check-in 3 h ago"
      actions={<Button size="sm">Export CSV</Button>}
    >
      <FilterBar
        query={query}
        onQueryChange={setQuery}
        filters={[
          {
            id: 'stage',
            label: 'Stage',
            value: stage,
            options: [
              { value: 'discovery', label: 'Discovery' },
              { value: 'building', label: 'Building' },
            ],
          },
          { id: 'unit', label: 'Owner', value: undefined, options: [] },
        ]}
        onFilterChange={(id, value) => {
          if (id === 'stage') setStage(value);
        }}
      >
        <Button size="sm" tone="quiet" aria-pressed={long} onClick={() => setLong(!long)}>
          5,000 rows
        </Button>
      </FilterBar>
      <Table
        label="Initiatives"
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        rowName={rowName}
        sort={sort}
        onSortChange={setSort}
        selected={selected}
        onSelectedChange={setSelected}
      />
      <LoadMore
        shown={rows.length}
        total={5_000}
        hasMore
        loading={false}
        onMore={() => setLong(true)}
      />
      <BulkBar count={selected.size} onClear={() => setSelected(new Set())}>
        <Button size="sm">Move to…</Button>
        <Button size="sm">Assign…</Button>
      </BulkBar>
      <Table
        label="Nothing"
        columns={columns}
        rows={[]}
        rowKey={rowKey}
        rowName={rowName}
        empty={
          <EmptyState
            sentence="No initiative serves this objective yet."
            action={<Button icon="plus">Create initiative</Button>}
            example={
              <>
                “Offline drawings” <Badge>Project Execution</Badge> raises weekly active field users
                from 40 to 70 %.
              </>
            }
          />
        }
      />
      <Table
        label="Pending"
        columns={columns}
        rows={[]}
        rowKey={rowKey}
        rowName={rowName}
        loading
      />
    </Section>
  );
}
