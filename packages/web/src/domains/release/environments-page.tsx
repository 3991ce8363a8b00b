import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useIdentity } from '../../access/session.ts';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { stateWord } from '../../entity/state-tone.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { EnvironmentDialog } from './environment-dialog.tsx';
import type { EnvironmentView } from './release-types.ts';

const columns: readonly TableColumn<EnvironmentView>[] = [
  {
    id: 'title',
    header: 'Environment',
    cell: (row) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <TextLink quiet className="font-medium" href={entityAddress(row.ref)}>
          {row.title}
        </TextLink>
        {row.production && <Badge tone="strong">Production</Badge>}
      </span>
    ),
  },
  { id: 'key', header: 'Key', width: '12rem', cell: (row) => <Mono>{row.key}</Mono> },
  { id: 'stage', header: 'Stage', width: '10rem', cell: (row) => stateWord(row.stage) },
  {
    id: 'freeze',
    header: 'Deployments',
    cell: (row) =>
      row.freeze === null ? (
        <Status plain tone="on-track" word="May begin" />
      ) : (
        <span className="inline-flex flex-wrap items-center gap-2">
          <Status plain tone="waiting" word="Frozen" />
          <span className="text-secondary">{row.freeze.reason}</span>
        </span>
      ),
  },
  {
    id: 'probe',
    header: 'Probe',
    cell: (row) => (row.probeUrl === null ? '–' : <Mono>{row.probeUrl}</Mono>),
  },
];

/** The environments in the order in which a change passes them. */
export function EnvironmentsPage() {
  const navigate = useNavigate();
  const read = useRead('release.listEnvironments', {});
  const { administrator } = useIdentity();
  const [open, setOpen] = useState(false);
  const create = administrator ? (
    <Button tone="primary" icon="plus" onClick={() => setOpen(true)}>
      New environment
    </Button>
  ) : undefined;
  return (
    <>
      <PageHeader
        title="Environments"
        description="Where releases run and flags have their values, in the order in which a change passes them."
        actions={create}
      />
      {read.error && (
        <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />
      )}
      <Table
        label="Environments"
        rows={read.data?.items ?? []}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        onOpen={(row) => void navigate({ to: entityAddress(row.ref) })}
        loading={read.isPending}
        columns={columns}
        empty={
          <EmptyState
            sentence={
              administrator
                ? 'There is no environment yet.'
                : 'There is no environment yet. An administrator creates them.'
            }
            example="Development, Staging, Production."
          />
        }
      />
      {open && <EnvironmentDialog onOpenChange={setOpen} />}
    </>
  );
}
