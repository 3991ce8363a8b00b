import type { OperationOf, OutputOf, Role } from '@throughline/contract';
import { useState } from 'react';
import { faultOf, shownProblem } from '../api/problem.ts';
import { useList, useWrite } from '../api/use-operation.ts';
import { EntityPicker } from '../entity/entity-picker.tsx';
import { FormDialog } from '../entity/form-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import type { ComboboxOption } from '../ui/combobox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Menu } from '../ui/menu.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Select } from '../ui/select.tsx';
import { Table } from '../ui/table.tsx';
import { TextField } from '../ui/text-field.tsx';
import { toast } from '../ui/toast.ts';
import { stateWord } from '../entity/state-tone.ts';
import { useIdentity } from './session.ts';

type Row = OutputOf<OperationOf<'access.listIdentities'>>['items'][number];

const roles: readonly { value: Role; label: string }[] = [
  { value: 'viewer', label: 'Viewer: reads' },
  { value: 'contributor', label: 'Contributor: adds and updates' },
  { value: 'editor', label: 'Editor: changes what the unit owns' },
  { value: 'owner', label: 'Owner: decides, approves, deploys' },
];

function Invite({ onLink }: { readonly onLink: (link: string) => void }) {
  const invite = useWrite('access.invite');
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('contributor');
  const [unit, setUnit] = useState<ComboboxOption | null>(null);
  const [administrator, setAdministrator] = useState(false);
  return (
    <>
      <Button tone="primary" icon="plus" onClick={() => setOpen(true)}>
        Invite
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Invite somebody"
        submit="Invite"
        busy={invite.isPending}
        error={invite.error}
        onSubmit={async () => {
          const { signInLink } = await invite.mutateAsync({
            body: { name, email, administrator, roles: [{ role, unit: unit?.id ?? null }] },
          });
          setName('');
          setEmail('');
          onLink(signInLink);
        }}
      >
        <TextField
          label="Name"
          required
          value={name}
          onValueChange={setName}
          error={faultOf(invite.error, 'name')}
        />
        <TextField
          label="E-mail"
          type="email"
          required
          value={email}
          onValueChange={setEmail}
          error={faultOf(invite.error, 'email')}
        />
        <Select label="Role" options={roles} value={role} onValueChange={setRole} />
        <EntityPicker
          label="On unit"
          kind="unit"
          hint="And everything below it. Nothing chosen: the whole organisation."
          value={unit}
          onValueChange={setUnit}
        />
        <Checkbox
          label="Administrator"
          hint="Runs the installation: identities, keys, connections."
          checked={administrator}
          onCheckedChange={setAdministrator}
        />
      </FormDialog>
    </>
  );
}

/** Who may sign in, with which rights. */
export function IdentitiesPage() {
  const me = useIdentity();
  const list = useList('access.listIdentities', { query: {} });
  const change = useWrite('access.changeIdentity');
  const relink = useWrite('access.createSignInLink');
  const [link, setLink] = useState<string>();
  const failed = (error: Error) => {
    const { title, detail } = shownProblem(error);
    toast({ title, detail, tone: 'failed' });
  };
  const acts = (row: Row) => (
    <Menu
      trigger={<IconButton label={`Change ${row.name}`} icon="more" size="sm" />}
      groups={[
        {
          acts: [
            {
              label: 'New sign-in link',
              icon: 'link',
              onSelect: () =>
                relink.mutate(
                  { params: { id: row.ref } },
                  { onSuccess: ({ signInLink }) => setLink(signInLink), onError: failed },
                ),
            },
            {
              label: row.administrator ? 'No longer an administrator' : 'Make an administrator',
              onSelect: () =>
                change.mutate(
                  { params: { id: row.ref }, body: { administrator: !row.administrator } },
                  { onError: failed },
                ),
            },
            {
              label: row.state === 'suspended' ? 'Let in again' : 'Suspend',
              danger: row.state !== 'suspended',
              onSelect: () =>
                change.mutate(
                  {
                    params: { id: row.ref },
                    body: { state: row.state === 'suspended' ? 'active' : 'suspended' },
                  },
                  { onError: failed },
                ),
            },
          ],
        },
      ]}
    />
  );
  return (
    <>
      <PageHeader
        title="People who may sign in"
        description="Roles are held on units and everything below them."
        actions={me.administrator ? <Invite onLink={setLink} /> : undefined}
      />
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Identities"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.name}
        loading={list.isLoading}
        columns={[
          { id: 'name', header: 'Name', cell: (row) => row.name },
          { id: 'email', header: 'E-mail', cell: (row) => row.email },
          {
            id: 'rights',
            header: 'Rights',
            cell: (row) =>
              [
                ...(row.administrator ? ['administrator'] : []),
                ...row.roles.map(({ role, unit }) => (unit ? `${role} of a unit` : role)),
              ].join(', ') || 'reads',
          },
          { id: 'state', header: 'State', cell: (row) => stateWord(row.state), width: '8rem' },
          ...(me.administrator
            ? [
                {
                  id: 'acts',
                  header: 'Acts',
                  headerHidden: true,
                  align: 'end' as const,
                  width: '4rem',
                  cell: acts,
                },
              ]
            : []),
        ]}
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      <Dialog
        open={link !== undefined}
        onOpenChange={() => setLink(undefined)}
        title="Their sign-in link"
        description="Send it to them yourself. It works once, within three days."
        footer={<Button onClick={() => setLink(undefined)}>I have copied it</Button>}
      >
        <CodeBlock label="Sign-in link" code={link ?? ''} />
      </Dialog>
    </>
  );
}
