import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { Table } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { EndPeriod } from './end-period.tsx';
import { Period } from './period.tsx';
import type { UnitView } from './unit-acts.tsx';

type Post = UnitView['posts'][number];

function HandOver({ post, asOf }: { readonly post: Post; readonly asOf: string }) {
  const handOver = useWrite('org.handOverLeadership');
  const [open, setOpen] = useState(false);
  const [person, setPerson] = useState<ComboboxOption | null>(null);
  const [on, setOn] = useState(asOf);
  const vacant = post.person === null;
  return (
    <>
      <Button
        size="sm"
        aria-label={`${vacant ? 'Fill' : 'Hand over'} ${post.title}`}
        onClick={() => setOpen(true)}
      >
        {vacant ? 'Fill' : 'Hand over'}
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={`${vacant ? 'Fill' : 'Hand over'} ${post.title}`}
        submit={person === null && !vacant ? 'Leave vacant' : 'Hand over'}
        busy={handOver.isPending}
        error={handOver.error}
        onSubmit={() =>
          handOver.mutateAsync({
            params: { id: post.ref },
            body: { person: person?.id ?? null, on },
          })
        }
      >
        <EntityPicker
          label="To"
          kind="person"
          required={vacant}
          value={person}
          onValueChange={setPerson}
          hint={vacant ? undefined : 'Left empty, the post becomes vacant.'}
          error={faultOf(handOver.error, 'person')}
        />
        <DateField
          label="From"
          required
          value={on}
          onValueChange={setOn}
          error={faultOf(handOver.error, 'on')}
        />
      </FormDialog>
    </>
  );
}

function AddPost({ unit }: { readonly unit: UnitView }) {
  const create = useWrite('org.createLeadership');
  const [open, setOpen] = useState(false);
  const [title, setTitle] = useState('');
  const [head, setHead] = useState(false);
  const [person, setPerson] = useState<ComboboxOption | null>(null);
  const [since, setSince] = useState('');
  return (
    <>
      <Button size="sm" icon="plus" onClick={() => setOpen(true)}>
        Add post
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={`Add a post to ${unit.title}`}
        submit="Add post"
        busy={create.isPending}
        error={create.error}
        onSubmit={async () => {
          await create.mutateAsync({
            body: {
              unit: unit.ref,
              title,
              head,
              person: person?.id ?? null,
              ...(since ? { since } : {}),
            },
          });
          setTitle('');
        }}
      >
        <TextField
          label="Title"
          required
          value={title}
          onValueChange={setTitle}
          error={faultOf(create.error, 'title')}
        />
        <Checkbox label="Heads the unit" checked={head} onCheckedChange={setHead} />
        <EntityPicker
          label="Held by"
          kind="person"
          value={person}
          onValueChange={setPerson}
          hint="Left empty, the post is vacant."
        />
        <DateField label="Since" value={since} onValueChange={setSince} />
      </FormDialog>
    </>
  );
}

/** The posts of a unit: who holds them, and which are vacant. */
export function UnitPosts({ unit }: { readonly unit: UnitView }) {
  return (
    <Section title="Leadership" actions={<AddPost unit={unit} />}>
      <Table
        label="Posts"
        rows={unit.posts}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        empty={
          <EmptyState
            sentence="This unit has no post. Add the one that heads it, held or vacant."
            example={`Head of ${unit.title}, vacant.`}
          />
        }
        columns={[
          {
            id: 'title',
            header: 'Post',
            cell: (row) => (
              <span className="flex items-center gap-2">
                {row.title} {row.head && <Badge>Head</Badge>}
              </span>
            ),
          },
          {
            id: 'person',
            header: 'Held by',
            cell: (row) =>
              row.person ? (
                <TextLink href={entityAddress(row.person.ref)}>{row.person.name}</TextLink>
              ) : (
                <Status tone="at-risk" word="Vacant" plain />
              ),
          },
          { id: 'period', header: 'When', cell: (row) => <Period {...row} /> },
          {
            id: 'act',
            header: 'Acts',
            headerHidden: true,
            align: 'end',
            width: '12rem',
            cell: (row) => (
              <span className="flex justify-end gap-2">
                <HandOver post={row} asOf={unit.asOf} />
                <EndPeriod operation="org.endLeadership" id={row.ref} what={row.title} />
              </span>
            ),
          },
        ]}
      />
    </Section>
  );
}
