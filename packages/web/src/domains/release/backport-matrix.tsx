import type { OperationOf, OutputOf } from '@throughline/contract';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { BackportList } from './backport-list.tsx';
import { backportLooks, previewLooks } from './backport-words.ts';

type Matrix = OutputOf<OperationOf<'release.getBackportMatrix'>>;
type Row = Matrix['changes'][number];
type Cell = Row['cells'][number];

function CellView({ cell, change }: { readonly cell: Cell | undefined; readonly change: string }) {
  if (!cell) return <span className="text-tertiary">Not known yet</span>;
  const { word, tone } = previewLooks[cell.outcome];
  return (
    <>
      <TextLink quiet href={entityAddress(change)}>
        <Status
          plain
          tone={tone}
          word={
            cell.paths === 0 ? word : `${word} in ${cell.paths} file${cell.paths === 1 ? '' : 's'}`
          }
        />
      </TextLink>
      {cell.backport && (
        <TextLink quiet className="block text-xs" href={entityAddress(cell.backport.ref)}>
          {`Backport: ${backportLooks[cell.backport.state].word.toLowerCase()}`}
        </TextLink>
      )}
    </>
  );
}

function columnsOf(lines: Matrix['lines']): readonly TableColumn<Row>[] {
  return [
    {
      id: 'change',
      header: 'Open change',
      cell: (row) => (
        <>
          <EntityLink entity={row.change} />
          {row.branch !== null && (
            <span className="block truncate font-mono text-xs text-tertiary">{row.branch}</span>
          )}
        </>
      ),
    },
    ...lines.map((line, index) => ({
      id: line.ref as string,
      header: line.series,
      width: '11rem',
      cell: (row: Row) => <CellView cell={row.cells[index]} change={row.change.ref} />,
    })),
  ];
}

/** Every open change against every supported line, and below it what was asked for. */
export function BackportMatrix({ repository }: { readonly repository: string }) {
  const read = useRead('release.getBackportMatrix', { params: { id: repository } });
  if (read.error)
    return <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton lines={8} />;
  const { lines, changes } = read.data;
  return (
    <>
      {lines.length === 0 ? (
        <EmptyState
          sentence="No release line is supported here. A branch named release/1.4 becomes one, or open one under Lines."
          example="release/1.4, from version 1.4.0 on, until the last day of June."
        />
      ) : (
        <Section
          title="What would happen"
          note="to each open change on each supported line, since either was pushed last"
        >
          <Table
            label="Open changes against lines"
            columns={columnsOf(lines)}
            rows={changes}
            rowKey={(row) => row.change.ref}
            rowName={(row) => row.change.title}
            empty={
              <EmptyState
                sentence="No change is open."
                example="fix: round the total: clean on 1.4, in conflict on 1.3."
              />
            }
          />
        </Section>
      )}
      <Section title="Asked for">
        <BackportList repository={repository} />
      </Section>
    </>
  );
}
