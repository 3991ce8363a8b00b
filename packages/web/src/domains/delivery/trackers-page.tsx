import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { useIdentity } from '../../access/session.ts';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Menu } from '../../ui/menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.ts';
import { FollowDialog } from './follow-dialog.tsx';
import { MeaningsDialog } from './meanings-dialog.tsx';
import { TrackerDialog } from './tracker-dialog.tsx';
import { TrackerSection } from './tracker-section.tsx';
import { freshSeconds, systemNames } from './tracker-words.ts';

type Backlog = OutputOf<OperationOf<'delivery.listFollowedBacklogs'>>['items'][number];

const columns: readonly TableColumn<Backlog>[] = [
  {
    id: 'unit',
    header: 'Backlog of',
    cell: ({ unit }) => (
      <TextLink quiet href={entityAddress(unit.ref)}>
        {unit.title}
      </TextLink>
    ),
  },
  {
    id: 'source',
    header: 'Follows',
    cell: ({ source, tracker }) =>
      `${source.title} (${source.kind} ${source.key}) in ${tracker.name}, ${systemNames[tracker.system]}`,
  },
  { id: 'stories', header: 'Stories', align: 'end', width: '5rem', cell: (row) => row.stories },
  {
    id: 'state',
    header: 'State',
    cell: ({ phase, imported, total, problem }) =>
      problem !== null ? (
        <Status tone="off-track" word={problem} plain />
      ) : phase === 'following' ? (
        <Status tone="on-track" word="Following" plain />
      ) : (
        <Progress
          label="Read so far"
          value={imported}
          max={total ?? Math.max(1, imported)}
          text={total === null ? `${imported}` : `${imported} of ${total}`}
        />
      ),
  },
  {
    id: 'seen',
    header: 'Seen',
    cell: ({ seenAt }) => (seenAt ? <Age at={seenAt} staleAfter={freshSeconds} /> : 'Not yet'),
  },
];

/** The tools whose stories are followed, and the backlogs that follow them. */
export function TrackersPage() {
  const { administrator } = useIdentity();
  const trackers = useRead('delivery.listTrackers', {});
  const backlogs = useRead('delivery.listFollowedBacklogs', {});
  const [open, setOpen] = useState<'tracker' | 'follow' | null>(null);
  const none = trackers.data?.items.length === 0;
  return (
    <>
      <PageHeader
        title="Trackers"
        description="Jira sites and Linear workspaces that rule stories which backlogs here follow."
        actions={
          administrator && (
            <Button tone="primary" icon="plus" onClick={() => setOpen('tracker')}>
              Connect a tracker
            </Button>
          )
        }
      />
      {trackers.error && (
        <ErrorState
          problem={shownProblem(trackers.error)}
          onRetry={() => void trackers.refetch()}
        />
      )}
      {trackers.isPending && <Skeleton lines={4} />}
      {none && (
        <EmptyState
          sentence={
            administrator
              ? 'No tracker is connected: every story is ruled here.'
              : 'No tracker is connected. Administrators connect them.'
          }
          action={
            administrator && <Button onClick={() => setOpen('tracker')}>Connect a tracker</Button>
          }
          example="“Acme’s Jira”: its project FLD is the backlog of Field."
        />
      )}
      {trackers.data && !none && (
        <>
          <Followed
            rows={backlogs.data?.items ?? []}
            loading={backlogs.isPending}
            onFollow={() => setOpen('follow')}
          />
          {trackers.data.items.map((tracker) => (
            <TrackerSection key={tracker.ref} tracker={tracker} administrator={administrator} />
          ))}
        </>
      )}
      {open === 'tracker' && <TrackerDialog onClose={() => setOpen(null)} />}
      {open === 'follow' && <FollowDialog onClose={() => setOpen(null)} />}
    </>
  );
}

function Followed({
  rows,
  loading,
  onFollow,
}: {
  readonly rows: readonly Backlog[];
  readonly loading: boolean;
  readonly onFollow: () => void;
}) {
  const sync = useWrite('delivery.syncFollowedBacklog');
  const end = useWrite('delivery.unfollowBacklog');
  const [meanings, setMeanings] = useState<string | null>(null);
  const [doomed, setDoomed] = useState<Backlog | null>(null);
  const acts: TableColumn<Backlog> = {
    id: 'acts',
    header: 'Acts',
    headerHidden: true,
    align: 'end',
    cell: (row) => (
      <Menu
        trigger={
          <Button size="sm">
            Change…<span className="sr-only">: {row.unit.title}</span>
          </Button>
        }
        groups={[
          {
            acts: [
              { label: 'States and epics', onSelect: () => setMeanings(row.ref) },
              {
                label: 'Read everything again',
                onSelect: () =>
                  sync.mutate(
                    { params: { id: row.ref } },
                    {
                      onSuccess: ({ says }) => toast({ title: says }),
                      onError: (error) => toast(shownProblem(error)),
                    },
                  ),
              },
            ],
          },
          { acts: [{ label: 'Follow no more', onSelect: () => setDoomed(row) }] },
        ]}
      />
    ),
  };
  return (
    <Section
      title="Backlogs that follow"
      actions={<Button onClick={onFollow}>Follow a backlog</Button>}
    >
      <Table
        label="Backlogs that follow"
        columns={[...columns, acts]}
        rows={rows}
        rowKey={(row) => row.ref}
        rowName={(row) => row.unit.title}
        loading={loading}
        empty={
          <EmptyState
            sentence="No backlog follows a tracker yet."
            action={<Button onClick={onFollow}>Follow a backlog</Button>}
          />
        }
      />
      {meanings !== null && <MeaningsDialog backlog={meanings} onClose={() => setMeanings(null)} />}
      <ConfirmDialog
        open={doomed !== null}
        onOpenChange={() => setDoomed(null)}
        title="Follow no more?"
        confirmLabel="Follow no more"
        danger
        busy={end.isPending}
        problem={end.error ? shownProblem(end.error) : undefined}
        onConfirm={() =>
          doomed && end.mutate({ params: { id: doomed.ref } }, { onSuccess: () => setDoomed(null) })
        }
      >
        The stories of “{doomed?.source.title}” stay with {doomed?.unit.title} as they are, and are
        ruled here from now on.
      </ConfirmDialog>
    </Section>
  );
}
