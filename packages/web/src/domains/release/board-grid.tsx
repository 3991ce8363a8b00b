import { entityAddress } from '../../api/entity-address.ts';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant } from '../../ui/time.tsx';
import { BoardCell } from './board-cell.tsx';
import type { Board } from './release-types.ts';

type Environment = Board['environments'][number];
type Row = Board['rows'][number];

function EnvironmentHead({ environment }: { readonly environment: Environment }) {
  const { freeze } = environment;
  return (
    <>
      <TextLink quiet href={entityAddress(environment.ref)}>
        {environment.title}
      </TextLink>
      {freeze && (
        <span className="block font-normal">
          <Status plain tone="waiting" word="Frozen" />{' '}
          <span className="text-tertiary">
            by {freeze.by}
            {freeze.until !== null && (
              <>
                {' '}
                until <Instant at={freeze.until} />
              </>
            )}
            : {freeze.reason}
          </span>
        </span>
      )}
    </>
  );
}

function RepositoryHead({ row }: { readonly row: Row }) {
  return (
    <>
      <TextLink quiet href={entityAddress(row.repository.ref)}>
        {row.repository.title}
      </TextLink>
      {row.services.map((service) => (
        <span key={service.ref} className="block text-xs font-normal text-tertiary">
          <TextLink quiet href={entityAddress(service.ref)}>
            {service.title}
          </TextLink>
        </span>
      ))}
    </>
  );
}

/** Moves the focus from cell to cell by arrow keys; Enter opens what the cell is about. */
function moveInGrid(event: React.KeyboardEvent<HTMLTableElement>) {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };
  const cell = event.target instanceof Element ? event.target.closest('td') : null;
  const row = cell?.parentElement;
  if (!cell || !(row instanceof HTMLTableRowElement)) return;
  if (event.key === 'Enter' && event.target === cell) {
    cell.querySelector('a')?.click();
    return;
  }
  const step = steps[event.key];
  if (!step) return;
  const rows = row.parentElement?.children ?? [];
  const next = rows[[...rows].indexOf(row) + step[0]];
  const to = next?.querySelectorAll('td')[cell.cellIndex - 1 + step[1]];
  if (!to) return;
  event.preventDefault();
  to.focus();
}

/** Every repository by every environment; arrow keys move in it, Enter opens. */
export function BoardGrid({ board }: { readonly board: Board }) {
  return (
    <div
      className="relative overflow-x-auto rounded-sm border border-line bg-surface max-md:hidden"
      role="region"
      aria-label="What runs where"
    >
      <table className="w-full border-collapse text-left" onKeyDown={moveInGrid}>
        <thead>
          <tr className="hairline-b">
            <th
              scope="col"
              className="sticky left-0 z-10 bg-surface px-3 py-2 text-xs font-medium text-secondary"
            >
              Repository
            </th>
            {board.environments.map((environment) => (
              <th
                key={environment.ref}
                scope="col"
                className="min-w-40 border-l border-line px-3 py-2 align-top text-xs font-medium text-secondary"
              >
                <EnvironmentHead environment={environment} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.rows.map((row, rowAt) => (
            <tr key={row.repository.ref} className="hairline-b align-top last:border-b-0">
              <th scope="row" className="sticky left-0 z-10 bg-surface px-3 py-2 font-medium">
                <RepositoryHead row={row} />
              </th>
              {row.cells.map((cell, at) => (
                <td
                  key={cell.environment}
                  tabIndex={rowAt === 0 && at === 0 ? 0 : -1}
                  className="border-l border-line px-3 py-2 -outline-offset-2"
                >
                  <BoardCell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The same for a narrow window: one repository under the other, each with its environments. */
export function BoardStack({ board }: { readonly board: Board }) {
  return (
    <div className="flex flex-col gap-4 md:hidden">
      {board.rows.map((row) => (
        <section
          key={row.repository.ref}
          aria-label={row.repository.title}
          className="rounded-sm border border-line bg-surface"
        >
          <h2 className="hairline-b px-3 py-2 font-medium">
            <RepositoryHead row={row} />
          </h2>
          <dl>
            {row.cells.map((cell, at) => {
              const environment = board.environments[at];
              return (
                environment && (
                  <div key={cell.environment} className="hairline-b px-3 py-2 last:border-b-0">
                    <dt className="text-xs text-secondary">
                      <EnvironmentHead environment={environment} />
                    </dt>
                    <dd>
                      <BoardCell cell={cell} />
                    </dd>
                  </div>
                )
              );
            })}
          </dl>
        </section>
      ))}
    </div>
  );
}
