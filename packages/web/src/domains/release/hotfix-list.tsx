import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { CutHotfix } from './cut-hotfix.tsx';
import type { HotfixView } from './release-types.ts';

function Outcome({ hotfix }: { readonly hotfix: HotfixView }) {
  if (hotfix.released) {
    return (
      <TextLink quiet className="font-mono" href={entityAddress(hotfix.released.ref)}>
        {hotfix.released.version}
      </TextLink>
    );
  }
  if (hotfix.failure !== null) return <span className="text-off-track">{hotfix.failure}</span>;
  return <Mono>{hotfix.branch}</Mono>;
}

/** Hotfixes, each with the acts that release it or give it up. */
export function HotfixTable({
  rows,
  loading,
}: {
  readonly rows: readonly HotfixView[];
  readonly loading: boolean;
}) {
  const abandon = useWrite('release.abandonHotfix');
  const [leaving, setLeaving] = useState<HotfixView>();
  const [cutting, setCutting] = useState<HotfixView>();
  const columns: readonly TableColumn<HotfixView>[] = [
    {
      id: 'version',
      header: 'Version',
      width: '8rem',
      cell: (row) => <Mono>{row.version}</Mono>,
    },
    {
      id: 'title',
      header: 'Why',
      cell: (row) => (
        <>
          {row.title}
          {row.serves && (
            <span className="block text-xs">
              <EntityLink entity={row.serves} />
            </span>
          )}
        </>
      ),
    },
    {
      id: 'from',
      header: 'From',
      width: '8rem',
      cell: (row) => (
        <TextLink quiet className="font-mono" href={entityAddress(row.from.ref)}>
          {row.from.version}
        </TextLink>
      ),
    },
    {
      id: 'state',
      header: 'State',
      width: '8rem',
      cell: (row) => <EntityStatus plain state={row.state} />,
    },
    {
      id: 'branch',
      header: 'Branch or release',
      width: '14rem',
      cell: (row) => <Outcome hotfix={row} />,
    },
    { id: 'by', header: 'Begun by', width: '10rem', cell: (row) => row.by },
    { id: 'at', header: 'When', width: '6rem', align: 'end', cell: (row) => <Age at={row.at} /> },
    {
      id: 'act',
      header: 'Act',
      headerHidden: true,
      width: '11rem',
      align: 'end',
      cell: (row) =>
        row.state === 'open' && (
          <span className="inline-flex gap-2">
            <Button size="sm" onClick={() => setCutting(row)}>
              Release
            </Button>
            <Button size="sm" tone="quiet" onClick={() => setLeaving(row)}>
              Give up
            </Button>
          </span>
        ),
    },
  ];
  return (
    <>
      <Table
        label="Hotfixes"
        rows={rows}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={loading}
        columns={columns}
        empty={
          <EmptyState
            sentence="No hotfix was begun. A release’s page begins one, from its tag."
            example="1.4.3, from 1.4.2, for the incident “Totals are wrong”."
          />
        }
      />
      {cutting && <CutHotfix hotfix={cutting} onOpenChange={() => setCutting(undefined)} />}
      <ConfirmDialog
        open={leaving !== undefined}
        onOpenChange={() => setLeaving(undefined)}
        title={`Give the hotfix ${leaving?.version ?? ''} up?`}
        confirmLabel="Give it up"
        busy={abandon.isPending}
        problem={abandon.error ? shownProblem(abandon.error) : undefined}
        onConfirm={() =>
          abandon.mutate(
            { params: { id: leaving?.ref ?? '' }, body: {} },
            { onSuccess: () => setLeaving(undefined) },
          )
        }
      >
        Its version is free again. Its branch stays in the remote.
      </ConfirmDialog>
    </>
  );
}

/** The hotfixes of a repository, the newest first. */
export function HotfixList({ repository }: { readonly repository: string }) {
  const list = useList('release.listHotfixes', { query: { repository } });
  return (
    <Section title="Hotfixes" note="branches from a release’s tag, for its next patch version">
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <HotfixTable rows={list.items} loading={list.isLoading} />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
    </Section>
  );
}
