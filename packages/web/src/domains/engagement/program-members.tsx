import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { kindOfReference, kindWords } from '../../api/entity-address.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Table } from '../../ui/table.tsx';
import { Instant } from '../../ui/time.tsx';

type Program = OutputOf<OperationOf<'engagement.getProgram'>>;

const memberKinds = ['account', 'contact', 'person'] as const;

function AddMembers({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const add = useWrite('engagement.addProgramMember');
  const [members, setMembers] = useState<readonly ComboboxOption[]>([]);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Take in members"
      description="From now on. Of accounts and contacts, you find those that you may see."
      submit="Take in"
      busy={add.isPending}
      error={add.error}
      onSubmit={async () => {
        for (const member of members) {
          await add.mutateAsync({ params: { id }, body: { member: member.id } });
        }
      }}
    >
      <EntitiesPicker
        label="Members"
        kinds={memberKinds}
        required
        value={members}
        onValueChange={setMembers}
      />
    </FormDialog>
  );
}

/** Who is in a program, as far as the viewer sees them. */
export function ProgramMembers({ program }: { readonly program: Program }) {
  const end = useWrite('engagement.endProgramMember');
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title="Members"
      actions={
        <Button size="sm" icon="plus" onClick={() => setAdding(true)}>
          Take in members
        </Button>
      }
    >
      {program.members.length === 0 ? (
        <p className="text-secondary">Nobody that you may see is in this program.</p>
      ) : (
        <Table
          label="Members"
          rows={program.members}
          rowKey={({ member }) => member.ref}
          rowName={({ member }) => member.title}
          columns={[
            {
              id: 'member',
              header: 'Member',
              cell: ({ member }) => <EntityLink entity={member} />,
            },
            {
              id: 'kind',
              header: 'Kind',
              cell: ({ member }) => kindWords(kindOfReference(member.ref) ?? ''),
            },
            { id: 'since', header: 'Since', cell: ({ since }) => <Instant at={since} /> },
            {
              id: 'end',
              header: 'End',
              headerHidden: true,
              align: 'end',
              width: '8rem',
              cell: ({ member }) => (
                <Button
                  size="sm"
                  busy={end.isPending && end.variables.body.member === member.ref}
                  onClick={() =>
                    end.mutate({ params: { id: program.ref }, body: { member: member.ref } })
                  }
                >
                  End
                </Button>
              ),
            },
          ]}
        />
      )}
      {end.error && <ErrorState problem={shownProblem(end.error)} compact />}
      {adding && <AddMembers id={program.ref} onClose={() => setAdding(false)} />}
    </Section>
  );
}
