import type { FlagConfiguration, OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Table } from '../../ui/table.tsx';
import { Instant } from '../../ui/time.tsx';
import { ConfigurationSteps } from './configuration-steps.tsx';
import { configurationOf, type Variation } from './flag-types.ts';

type Version = OutputOf<OperationOf<'flags.listFlagVersions'>>['items'][number];

/** How a flag decided here before; any version can be read and taken up again. */
export function FlagVersions({
  flag,
  environment,
  variations,
  revision,
  onRestore,
}: {
  readonly flag: string;
  readonly environment: string;
  readonly variations: readonly Variation[];
  /** The version that decides now. */
  readonly revision: number;
  /** Opens the editor with an earlier configuration; absent while it can't be changed. */
  readonly onRestore?: ((configuration: FlagConfiguration) => void) | undefined;
}) {
  const list = useList('flags.listFlagVersions', { params: { id: flag, environment }, query: {} });
  const [shown, setShown] = useState<Version>();
  return (
    <Section title="Versions here" level={3}>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Versions"
        rows={list.items}
        rowKey={(row) => String(row.revision)}
        rowName={(row) => `Revision ${row.revision}`}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="Nobody has changed it in this environment yet."
            example="on: 25 % Shown, 75 % Hidden; 2 rules, by Ada, yesterday."
          />
        }
        columns={[
          {
            id: 'revision',
            header: 'Revision',
            width: '6rem',
            cell: (row) => <Mono>r{row.revision}</Mono>,
          },
          { id: 'says', header: 'Decided', cell: (row) => row.says },
          { id: 'by', header: 'By', width: '10rem', cell: (row) => row.by },
          { id: 'at', header: 'When', width: '13rem', cell: (row) => <Instant at={row.at} /> },
          {
            id: 'act',
            header: 'Act',
            headerHidden: true,
            align: 'end',
            width: '6rem',
            cell: (row) => (
              <Button size="sm" onClick={() => setShown(row)}>
                Read
              </Button>
            ),
          },
        ]}
      />
      {list.hasMore && (
        <LoadMore
          shown={list.items.length}
          hasMore
          loading={list.isLoadingMore}
          onMore={list.loadMore}
        />
      )}
      {shown && (
        <Dialog
          open
          onOpenChange={() => setShown(undefined)}
          title={`Revision ${shown.revision}`}
          description={shown.says}
          footer={
            <>
              <Button onClick={() => setShown(undefined)}>Close</Button>
              {onRestore && shown.revision !== revision && (
                <Button
                  tone="primary"
                  onClick={() => {
                    onRestore(configurationOf(shown));
                    setShown(undefined);
                  }}
                >
                  Edit from this version
                </Button>
              )}
            </>
          }
        >
          <ConfigurationSteps configuration={shown} variations={variations} />
        </Dialog>
      )}
    </Section>
  );
}
