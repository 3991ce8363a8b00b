import { useMemo } from 'react';
import { EntityLink } from '../../../entity/entity-link.tsx';
import { EntityStatus } from '../../../entity/entity-status.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Status } from '../../../ui/status.tsx';
import { Table, type TableColumn } from '../../../ui/table.tsx';
import { Health, TargetWindow } from '../columns.tsx';
import { MoveMenu } from './move-menu.tsx';
import type { Initiative, Roadmap } from './roadmap-types.ts';
import type { Move } from './use-roadmap.ts';

/** The roadmap as a table: everything that the timeline draws, in words. */
export function RoadmapTable({
  roadmap,
  shown,
  move,
  onDates,
  brokenOf,
}: {
  readonly roadmap: Roadmap;
  readonly shown: readonly Initiative[];
  readonly move: Move;
  readonly onDates: (initiative: Initiative) => void;
  readonly brokenOf: (initiative: Initiative) => readonly string[];
}) {
  const columns = useMemo((): readonly TableColumn<Initiative>[] => {
    const titles = new Map(roadmap.initiatives.map(({ ref, title }) => [ref as string, title]));
    const priorities = new Map(roadmap.priorities.map(({ ref, title }) => [ref as string, title]));
    return [
      { id: 'title', header: 'Initiative', cell: (row) => <EntityLink entity={row} /> },
      { id: 'unit', header: 'Unit', cell: (row) => row.ownerUnit?.title ?? 'Nobody' },
      {
        id: 'priority',
        header: 'Priorities',
        cell: (row) => row.priorities.map((ref) => priorities.get(ref)).join(', ') || '–',
      },
      { id: 'stage', header: 'Stage', cell: (row) => <EntityStatus state={row.stage} plain /> },
      { id: 'health', header: 'Health', cell: (row) => <Health of={row} plain /> },
      { id: 'window', header: 'Window', cell: (row) => <TargetWindow of={row} /> },
      {
        id: 'needs',
        header: 'Depends on',
        cell: (row) => {
          const broken = brokenOf(row);
          return (
            <>
              {row.dependsOn.flatMap((ref) => titles.get(ref) ?? []).join(', ') || '–'}
              {broken.map((words) => (
                <span key={words} className="block whitespace-normal">
                  <Status tone="off-track" plain word={words} />
                </span>
              ))}
            </>
          );
        },
      },
      {
        id: 'acts',
        header: 'Acts',
        headerHidden: true,
        width: '3rem',
        cell: (row) => (
          <MoveMenu
            initiative={row}
            roadmap={roadmap}
            move={move}
            onDates={onDates}
            trigger={<IconButton size="sm" icon="more" label={`Move ${row.title}`} />}
          />
        ),
      },
    ];
  }, [roadmap, move, onDates, brokenOf]);
  return (
    <Table
      label="Roadmap"
      columns={columns}
      rows={shown}
      rowKey={(row) => row.ref}
      rowName={(row) => row.title}
    />
  );
}
