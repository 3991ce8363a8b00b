import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { EnvironmentTabs, type Environment } from './environment-tabs.tsx';
import type { Segment } from './flag-types.ts';

function NewSegment({ environment }: { readonly environment: Environment }) {
  const create = useWrite('flags.createSegment');
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [title, setTitle] = useState('');
  const [key, setKey] = useState('');
  const [summary, setSummary] = useState('');
  return (
    <>
      <Button size="sm" icon="plus" onClick={() => setOpen(true)}>
        New segment
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={`New segment in ${environment.title}`}
        description="It is empty at first; its page says who belongs to it."
        submit="Create the segment"
        busy={create.isPending}
        error={create.error}
        onSubmit={async () => {
          await create.mutateAsync({
            params: { environment: environment.ref },
            body: { key, title, summary },
          });
          await navigate({ to: `/segments/${environment.ref}/${key}` });
        }}
      >
        <TextField
          label="Title"
          required
          value={title}
          onValueChange={setTitle}
          error={faultOf(create.error, 'title')}
        />
        <TextField
          label="Key"
          required
          mono
          hint="What rules name. It stays for good: pilot-companies."
          value={key}
          onValueChange={setKey}
          error={faultOf(create.error, 'key')}
        />
        <TextArea label="Who it is" value={summary} onValueChange={setSummary} />
      </FormDialog>
    </>
  );
}

const named = (lists: Segment['included']) =>
  lists.reduce((total, { values }) => total + values.length, 0);

function columnsOf(environment: string): readonly TableColumn<Segment>[] {
  return [
    {
      id: 'title',
      header: 'Segment',
      cell: (row) => (
        <>
          <TextLink quiet className="font-medium" href={`/segments/${environment}/${row.key}`}>
            {row.title}
          </TextLink>
          <span className="block text-xs text-tertiary">
            <Mono>{row.key}</Mono>
          </span>
        </>
      ),
    },
    {
      id: 'included',
      header: 'Included',
      align: 'end',
      width: '7rem',
      cell: (row) => named(row.included),
    },
    {
      id: 'excluded',
      header: 'Excluded',
      align: 'end',
      width: '7rem',
      cell: (row) => named(row.excluded),
    },
    { id: 'rules', header: 'Rules', align: 'end', width: '6rem', cell: (row) => row.rules.length },
    {
      id: 'used',
      header: 'Used by',
      cell: (row) => (row.usedBy.length === 0 ? 'No flag' : row.usedBy.join(', ')),
    },
    {
      id: 'changed',
      header: 'Changed',
      align: 'end',
      width: '6rem',
      cell: (row) => <Age at={row.changedAt} />,
    },
  ];
}

function SegmentList({ environment }: { readonly environment: Environment }) {
  const navigate = useNavigate();
  const read = useRead('flags.listSegments', { params: { environment: environment.ref } });
  return (
    <Section title="Segments" actions={<NewSegment environment={environment} />}>
      {read.error && (
        <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />
      )}
      <Table
        label="Segments"
        rows={read.data?.items ?? []}
        rowKey={(row) => row.key}
        rowName={(row) => row.title}
        onOpen={(row) => void navigate({ to: `/segments/${environment.ref}/${row.key}` })}
        loading={read.isPending}
        columns={columnsOf(environment.ref)}
        empty={
          <EmptyState
            sentence="No segment here yet. A segment is a named set of contexts that rules of several flags can name."
            action={<NewSegment environment={environment} />}
            example="pilot-companies: the companies acme and bau-wien, and every company whose plan is pilot."
          />
        }
      />
    </Section>
  );
}

/** The segments of each environment. */
export function SegmentsPage() {
  return (
    <>
      <PageHeader
        title="Segments"
        description="Named sets of contexts for the rules of flags, in each environment."
      />
      <EnvironmentTabs>
        {(environment) => <SegmentList key={environment.ref} environment={environment} />}
      </EnvironmentTabs>
    </>
  );
}
