import { useMemo, useState } from 'react';
import { EntityLink } from '../../../entity/entity-link.tsx';
import { EntityStatus } from '../../../entity/entity-status.tsx';
import { cx } from '../../../ui/cx.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { VirtualList } from '../../../ui/virtual-list.tsx';
import { Health } from '../columns.tsx';
import { horizons, MoveMenu } from './move-menu.tsx';
import type { Initiative, Roadmap } from './roadmap-types.ts';
import { spanWords, type Move } from './use-roadmap.ts';
import { horizonOf, movedTo, presentQuarters } from './windows.ts';

const draggedType = 'application/x-throughline-initiative';

/** Now, next, later, and what has no dates: by the window against today's fiscal quarter. */
export function Board({
  roadmap,
  shown,
  move,
  onDates,
}: {
  readonly roadmap: Roadmap;
  readonly shown: readonly Initiative[];
  readonly move: Move;
  readonly onDates: (initiative: Initiative) => void;
}) {
  const { quarters, today } = roadmap;
  const [over, setOver] = useState<string>();
  const columns = useMemo(
    () => Map.groupBy(shown, (one) => horizonOf(one, quarters, today)),
    [shown, quarters, today],
  );
  const present = presentQuarters(quarters, today);
  const notes = {
    now: present ? `by the end of FY${present.now.fiscalYear} Q${present.now.quarter}` : '',
    next: present ? `begins in FY${present.next.fiscalYear} Q${present.next.quarter}` : '',
    later: 'begins after that',
    undated: 'not planned yet',
  };
  return (
    <div className="grid gap-4 md:grid-cols-2 lg:grid-cols-4">
      {horizons.map(({ id, label }) => {
        const column = columns.get(id) ?? [];
        return (
          <section
            key={id}
            aria-labelledby={`column-${id}`}
            data-column={id}
            className={cx('min-w-0', over === id && 'outline-2 outline-accent')}
            onDragOver={(event) => {
              if (!event.dataTransfer.types.includes(draggedType)) return;
              event.preventDefault();
              setOver(id);
            }}
            onDragLeave={() => setOver(undefined)}
            onDrop={(event) => {
              event.preventDefault();
              setOver(undefined);
              const ref = event.dataTransfer.getData(draggedType);
              const initiative = shown.find((one) => one.ref === ref);
              if (!initiative || horizonOf(initiative, quarters, today) === id) return;
              move(ref, movedTo(initiative, id, quarters, today));
            }}
          >
            <h2 id={`column-${id}`} className="mb-2 flex items-baseline gap-2 font-semibold">
              {label}
              <span className="figures text-xs font-normal text-tertiary">{column.length}</span>
              <span className="truncate text-xs font-normal text-tertiary">{notes[id]}</span>
            </h2>
            {column.length === 0 ? (
              <p className="rounded-sm border border-dashed border-line px-3 py-6 text-secondary">
                Nothing here. Drag an initiative into this column, or use its menu.
              </p>
            ) : (
              <VirtualList
                label={label}
                entries={column}
                entryKey={(one) => one.ref}
                estimate={84}
                height={Math.min(column.length * 92 + 8, 640)}
                render={(one) => (
                  <div
                    draggable={one.mayChange}
                    onDragStart={(event) => {
                      event.dataTransfer.setData(draggedType, one.ref);
                      event.dataTransfer.effectAllowed = 'move';
                    }}
                    className={cx(
                      'm-1 flex items-start gap-1 rounded-sm border border-line bg-surface p-2',
                      one.mayChange && 'cursor-grab',
                    )}
                  >
                    <div className="min-w-0 grow">
                      <p className="truncate">
                        <EntityLink entity={one} />
                      </p>
                      <p className="truncate text-xs text-secondary">
                        {one.ownerUnit?.title ?? 'No unit'} · {spanWords(one)}
                      </p>
                      <p className="flex flex-wrap gap-x-3">
                        <EntityStatus state={one.stage} plain />
                        <Health of={one} plain />
                        {one.to !== null && one.to < today && (
                          <span className="text-xs font-medium text-off-track">Late</span>
                        )}
                      </p>
                    </div>
                    <MoveMenu
                      initiative={one}
                      roadmap={roadmap}
                      move={move}
                      onDates={onDates}
                      trigger={<IconButton size="sm" icon="more" label={`Move ${one.title}`} />}
                    />
                  </div>
                )}
              />
            )}
          </section>
        );
      })}
    </div>
  );
}
