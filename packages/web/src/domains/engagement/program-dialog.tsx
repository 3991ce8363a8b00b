import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { programKindOptions, programStateOptions, segmentOptions } from './words.ts';

type Program = OutputOf<OperationOf<'engagement.getProgram'>>;

interface Fields {
  readonly title: string;
  readonly ownerUnit: ComboboxOption | null;
  readonly manager: ComboboxOption | null;
  readonly programKind: Program['programKind'];
  readonly state: Program['state'];
  readonly segment: string;
  readonly cadence: string;
  readonly purpose: string;
  readonly membership: string;
  readonly terms: string;
  readonly confidentiality: string;
  readonly revision: number;
}

const everybody = { value: '', label: 'No one segment' } as const;

/** Starts a program with its charter, or changes one. */
export function ProgramDialog({
  program,
  onClose,
}: {
  readonly program?: Program;
  readonly onClose: () => void;
}) {
  const create = useWrite('engagement.createProgram');
  const change = useWrite('engagement.changeProgram');
  const navigate = useNavigate();
  const { fields, set } = useFields<Fields>({
    title: program?.title ?? '',
    ownerUnit: optionOf(program?.ownerUnit),
    manager: optionOf(program?.manager),
    programKind: program?.programKind ?? 'advisory-board',
    state: program?.state ?? 'active',
    segment: program?.segment ?? '',
    cadence: program?.cadence ?? '',
    purpose: program?.charter.purpose ?? '',
    membership: program?.charter.membership ?? '',
    terms: program?.charter.terms ?? '',
    confidentiality: program?.charter.confidentiality ?? '',
    revision: program?.revision ?? 0,
  });
  const error = program ? change.error : create.error;
  const segment = segmentOptions.find(({ value }) => value === fields.segment)?.value;
  const common = {
    title: fields.title,
    ownerUnit: fields.ownerUnit?.id ?? '',
    cadence: fields.cadence,
    charter: {
      purpose: fields.purpose,
      membership: fields.membership,
      terms: fields.terms,
      confidentiality: fields.confidentiality,
    },
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={program ? `Change ${program.title}` : 'Start a program'}
      submit={program ? 'Change' : 'Start'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (program) {
          await change.mutateAsync({
            params: { id: program.ref },
            body: {
              ...common,
              state: fields.state,
              segment: segment ?? null,
              manager: fields.manager?.id ?? null,
            },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: {
            ...common,
            programKind: fields.programKind,
            ...(segment ? { segment } : {}),
            ...(fields.manager ? { manager: fields.manager.id } : {}),
          },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="Name"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <EntityPicker
        label="Owner unit"
        kind="unit"
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      <EntityPicker
        label="Run by"
        kind="person"
        value={fields.manager}
        onValueChange={set('manager')}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        {program ? (
          <Select
            label="State"
            options={programStateOptions}
            value={fields.state}
            onValueChange={set('state')}
          />
        ) : (
          <Select
            label="Kind"
            options={programKindOptions}
            value={fields.programKind}
            onValueChange={set('programKind')}
          />
        )}
        <Select
          label="Segment"
          options={[everybody, ...segmentOptions]}
          value={fields.segment}
          onValueChange={set('segment')}
        />
        <TextField
          label="Meets"
          hint="quarterly, each March …"
          maxLength={200}
          value={fields.cadence}
          onValueChange={set('cadence')}
        />
      </div>
      <TextArea label="Purpose" value={fields.purpose} onValueChange={set('purpose')} />
      <TextArea label="Membership" value={fields.membership} onValueChange={set('membership')} />
      <TextArea label="Terms" value={fields.terms} onValueChange={set('terms')} />
      <TextArea
        label="Confidentiality"
        value={fields.confidentiality}
        onValueChange={set('confidentiality')}
      />
    </FormDialog>
  );
}
