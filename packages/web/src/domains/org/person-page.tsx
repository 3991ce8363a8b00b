import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useReference } from '../../api/search-params.ts';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityPage } from '../../entity/entity-page.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { EndPeriod } from './end-period.tsx';
import { Period } from './period.tsx';

interface PersonFields {
  readonly ref: string;
  readonly name: string;
  readonly email: string | null;
  readonly timeZone: string;
  readonly state: string;
  readonly revision: number;
}

function ChangePerson({ person }: { readonly person: PersonFields }) {
  const change = useWrite('org.changePerson');
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(person.name);
  const [email, setEmail] = useState(person.email ?? '');
  const [timeZone, setTimeZone] = useState(person.timeZone);
  const left = person.state === 'left';
  return (
    <>
      <Button onClick={() => setOpen(true)}>Change</Button>
      <Button
        busy={change.isPending}
        onClick={() =>
          change.mutate({
            params: { id: person.ref },
            body: { state: left ? 'active' : 'left' },
            ifMatch: person.revision,
          })
        }
      >
        {left ? 'Is back' : 'Has left'}
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={`Change ${person.name}`}
        submit="Change"
        busy={change.isPending}
        error={change.error}
        onSubmit={() =>
          change.mutateAsync({
            params: { id: person.ref },
            body: {
              ...(name === person.name ? {} : { name }),
              ...(email === (person.email ?? '') ? {} : { email: email === '' ? null : email }),
              ...(timeZone === person.timeZone
                ? {}
                : { timeZone: timeZone === '' ? null : timeZone }),
            },
            ifMatch: person.revision,
          })
        }
      >
        <TextField
          label="Name"
          required
          value={name}
          onValueChange={setName}
          error={faultOf(change.error, 'name')}
        />
        <TextField
          label="E-mail"
          type="email"
          value={email}
          onValueChange={setEmail}
          error={faultOf(change.error, 'email')}
        />
        <TextField
          label="Time zone"
          value={timeZone}
          onValueChange={setTimeZone}
          error={faultOf(change.error, 'timeZone')}
          hint="An IANA name such as Europe/Paris; empty means the organisation’s."
        />
      </FormDialog>
    </>
  );
}

/** A person: every unit and post that they have, had or will have. */
export function PersonPage() {
  const ref = useReference();
  const person = useRead('org.getPerson', { params: { id: ref } });
  if (person.error) return <FailedPage error={person.error} />;
  if (!person.data) return <Skeleton lines={8} />;
  const { data } = person;
  const unit = data.memberships.find(({ until }) => until === null)?.unit;
  return (
    <EntityPage
      entity={{ ...data, ownerUnit: unit ? { ref: unit.ref, title: unit.name } : null }}
      withoutRibbon
      actions={<ChangePerson key={data.revision} person={data} />}
    >
      <DescriptionList
        entries={[
          { term: 'E-mail', value: data.email ?? 'Not known' },
          { term: 'Time zone', value: data.timeZone },
        ]}
      />
      <Section title="Units">
        <Table
          label="Units"
          rows={data.memberships}
          rowKey={(row) => row.ref}
          rowName={(row) => row.unit.name}
          empty={<p className="text-secondary">In no unit.</p>}
          columns={[
            {
              id: 'unit',
              header: 'Unit',
              cell: (row) => (
                <TextLink quiet className="font-medium" href={entityAddress(row.unit.ref)}>
                  {row.unit.name}
                </TextLink>
              ),
            },
            { id: 'title', header: 'Title', cell: (row) => row.title || '–' },
            { id: 'period', header: 'When', cell: (row) => <Period {...row} /> },
            {
              id: 'act',
              header: 'Act',
              headerHidden: true,
              align: 'end',
              width: '7rem',
              cell: (row) =>
                row.until === null ? (
                  <EndPeriod
                    operation="org.endMembership"
                    id={row.ref}
                    what={`${data.name} in ${row.unit.name}`}
                  />
                ) : null,
            },
          ]}
        />
      </Section>
      <Section title="Posts">
        <Table
          label="Posts"
          rows={data.posts}
          rowKey={(row) => row.ref}
          rowName={(row) => row.title}
          empty={<p className="text-secondary">Holds no post.</p>}
          columns={[
            { id: 'title', header: 'Post', cell: (row) => row.title },
            {
              id: 'unit',
              header: 'Unit',
              cell: (row) => (
                <TextLink href={entityAddress(row.unit.ref)}>{row.unit.name}</TextLink>
              ),
            },
            { id: 'period', header: 'When', cell: (row) => <Period {...row} /> },
          ]}
        />
      </Section>
    </EntityPage>
  );
}
