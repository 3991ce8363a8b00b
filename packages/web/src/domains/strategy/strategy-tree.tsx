import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { TreeTable } from '../../ui/tree-table.tsx';
import { Guard, Health, KeyResultConfidence, KeyResultStatus } from './columns.tsx';
import {
  mostRows,
  treeGraph,
  treeMatches,
  treeRows,
  type Level,
  type StrategyTree as Tree,
  type TreeFilter,
  type TreeRow,
} from './tree-rows.ts';
import { WeightsDialog } from './weights-dialog.tsx';
import { percent } from './words.ts';

function State({ row }: { readonly row: TreeRow }) {
  switch (row.kind) {
    case 'key result':
      return row.entity.guard ? <Guard of={row.entity} /> : <KeyResultStatus of={row.entity} />;
    case 'initiative':
      return (
        <span className="flex gap-4">
          <EntityStatus state={row.entity.stage} plain />
          <Health of={row.entity} plain />
        </span>
      );
    case 'priority':
    case 'objective':
      return <EntityStatus state={row.entity.state} plain />;
  }
}

/** A line's weight in the objective above it, which opens the weights of all that serves that one. */
function Weight({
  row,
  onWeigh,
}: {
  readonly row: TreeRow;
  readonly onWeigh: (of: string) => void;
}) {
  const { edge, parent } = row;
  if (!edge || parent === undefined) return null;
  if (edge.share === null) {
    return edge.weight === 1 ? null : <span className="text-tertiary">{edge.weight}</span>;
  }
  return (
    <Button
      size="sm"
      tone="quiet"
      aria-label={`${edge.weight} · ${percent(edge.share)} of the score above: weigh ${row.entity.title}`}
      onClick={() => onWeigh(parent)}
    >
      <span className="figures">
        {edge.weight} · {percent(edge.share)}
      </span>
    </Button>
  );
}

const columnsOf = (onWeigh: (of: string) => void): readonly TableColumn<TreeRow>[] => [
  {
    id: 'title',
    header: 'What',
    cell: (row) => (
      <span className={cx('flex min-w-0 items-baseline gap-2', row.found && 'font-semibold')}>
        <EntityLink entity={row.entity} />
        <span className="text-xs whitespace-nowrap text-tertiary">{row.kind}</span>
        {row.elsewhere && <Badge>Serves several</Badge>}
      </span>
    ),
  },
  { id: 'unit', header: 'Unit', width: '12rem', cell: (row) => row.entity.ownerUnit?.title ?? '–' },
  {
    id: 'weight',
    header: 'Weight',
    align: 'end',
    width: '7rem',
    cell: (row) => <Weight row={row} onWeigh={onWeigh} />,
  },
  {
    id: 'progress',
    header: 'Progress',
    align: 'end',
    width: '6rem',
    cell: (row) => ('progress' in row.entity ? percent(row.entity.progress) : ''),
  },
  {
    id: 'confidence',
    header: 'Confidence',
    width: '9rem',
    cell: (row) => (row.kind === 'key result' ? <KeyResultConfidence of={row.entity} /> : ''),
  },
  { id: 'state', header: 'State', width: '16rem', cell: (row) => <State row={row} /> },
];

/** A tree of up to so many things stands open; of a larger one, what lies below the priorities. */
const smallTree = 150;

interface Opened {
  /** What was said of all lines at once; undefined before. */
  readonly all: boolean | undefined;
  readonly lines: ReadonlyMap<string, boolean>;
}

const untouched: Opened = { all: undefined, lines: new Map() };
/** What was opened, by year: whoever comes back from a page finds it so. */
const remembered = new Map<number, Opened>();

/** The strategy as a tree: priorities, what serves them, and so on down. */
export function StrategyTree({
  tree,
  loading,
  fiscalYear,
  down,
  filter,
  onClearFilter,
}: {
  readonly tree: Tree | undefined;
  readonly loading: boolean;
  readonly fiscalYear: number;
  readonly down: Level;
  readonly filter: TreeFilter;
  readonly onClearFilter: () => void;
}) {
  const navigate = useNavigate();
  const [weighing, setWeighing] = useState<string>();
  const [opened, setOpened] = useState(remembered.get(fiscalYear) ?? untouched);
  const change = useCallback(
    (next: (before: Opened) => Opened) =>
      setOpened((before) => {
        const after = next(before);
        remembered.set(fiscalYear, after);
        return after;
      }),
    [fiscalYear],
  );
  const graph = useMemo(() => tree && treeGraph(tree, down), [tree, down]);
  const matches = useMemo(() => graph && treeMatches(graph, filter), [graph, filter]);
  const rows = useMemo(() => {
    if (!graph) return [];
    const byItself = matches !== undefined || graph.parts.size <= smallTree;
    return treeRows(
      graph,
      (key, level) => opened.lines.get(key) ?? opened.all ?? (byItself || level === 1),
      matches,
    );
  }, [graph, matches, opened]);
  const columns = useMemo(() => columnsOf(setWeighing), []);
  const onToggle = useCallback(
    (keys: readonly string[], open: boolean) =>
      change(({ all, lines }) => ({
        all,
        lines: new Map([...lines, ...keys.map((key): [string, boolean] => [key, open])]),
      })),
    [change],
  );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2" data-print="hide">
        <p role="status" className="grow text-secondary">
          {matches && `${matches.matched.size} ${matches.matched.size === 1 ? 'matches' : 'match'}`}
          {rows.length >= mostRows &&
            ` Only the first ${mostRows.toLocaleString('en')} lines are shown: close some.`}
        </p>
        <Button size="sm" onClick={() => change(() => ({ all: true, lines: new Map() }))}>
          Open all
        </Button>
        <Button size="sm" onClick={() => change(() => ({ all: false, lines: new Map() }))}>
          Close all
        </Button>
      </div>
      <TreeTable
        label={`Strategy of FY${fiscalYear}: arrows move, open and close, Enter goes to the page`}
        columns={columns}
        rows={rows}
        onToggle={onToggle}
        onOpen={(row) => void navigate({ to: entityAddress(row.entity.ref) })}
        loading={loading}
        empty={
          matches ? (
            <EmptyState
              sentence="Nothing matches these filters."
              action={<Button onClick={onClearFilter}>Clear the filters</Button>}
            />
          ) : (
            <EmptyState
              sentence={`Nothing is planned for FY${fiscalYear} yet: a plan holds the priorities that objectives serve.`}
              action={<LinkButton href="/plans">Begin a plan</LinkButton>}
              example="The priority “Win the field”, served by the objective “Field crews work offline”."
            />
          )
        }
      />
      {weighing !== undefined && (
        <WeightsDialog objective={weighing} onClose={() => setWeighing(undefined)} />
      )}
    </div>
  );
}
