import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { EntityLink } from '../../entity/entity-link.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox-option.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { roleOptions } from './words.ts';

type Incident = OutputOf<OperationOf<'operations.getIncident'>>;
type Role = Incident['roles'][number]['role'];

function RoleDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const assign = useWrite('operations.assignIncidentRole');
  const [role, setRole] = useState<Role>('commander');
  const [person, setPerson] = useState<ComboboxOption | null>(null);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Give somebody a role"
      description="Without a person, nobody has it any more."
      submit="Give"
      busy={assign.isPending}
      error={assign.error}
      onSubmit={() =>
        assign.mutateAsync({ params: { id }, body: { role, person: person?.id ?? null } })
      }
    >
      <Select label="Role" options={roleOptions} value={role} onValueChange={setRole} />
      <EntityPicker label="Person" kind="person" value={person} onValueChange={setPerson} />
    </FormDialog>
  );
}

/** Who does what while an incident lasts. */
export function IncidentRoles({ incident }: { readonly incident: Incident }) {
  const [giving, setGiving] = useState(false);
  const holders = new Map(incident.roles.map(({ role, person }) => [role, person]));
  return (
    <Section
      title="Roles"
      actions={
        <Button size="sm" onClick={() => setGiving(true)}>
          Give a role
        </Button>
      }
    >
      <DescriptionList
        wide
        entries={roleOptions.map(({ value, label }) => {
          const holder = holders.get(value);
          return {
            term: label,
            value: holder && <EntityLink entity={{ ref: holder.ref, title: holder.name }} />,
          };
        })}
      />
      {giving && <RoleDialog id={incident.ref} onClose={() => setGiving(false)} />}
    </Section>
  );
}
