import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { findingTypeOptions } from './words.ts';

type Finding = OutputOf<OperationOf<'strategy.getFinding'>>;

/** Notes a finding, or changes one. */
export function FindingDialog({
  finding,
  onClose,
}: {
  readonly finding?: Finding;
  readonly onClose: () => void;
}) {
  const create = useWrite('strategy.createFinding');
  const change = useWrite('strategy.changeFinding');
  const navigate = useNavigate();
  const { fields, set } = useFields({
    title: finding?.title ?? '',
    summary: finding?.summary ?? '',
    type: finding?.type ?? ('improvement' as const),
    ownerUnit: optionOf(finding?.ownerUnit),
    owner: optionOf(finding?.owner),
    revision: finding?.revision ?? 0,
  });
  const error = finding ? change.error : create.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    type: fields.type,
    ownerUnit: fields.ownerUnit?.id ?? '',
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={finding ? `Change ${finding.title}` : 'Note a finding'}
      submit={finding ? 'Change' : 'Note'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (finding) {
          await change.mutateAsync({
            params: { id: finding.ref },
            body: { ...common, owner: fields.owner?.id ?? null },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: { ...common, ...(fields.owner ? { owner: fields.owner.id } : {}) },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <Select
        label="Kind"
        options={findingTypeOptions}
        value={fields.type}
        onValueChange={set('type')}
      />
      <TextField
        label="Title"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <TextArea label="What was seen" value={fields.summary} onValueChange={set('summary')} />
      <EntityPicker
        label="Owner unit"
        kind="unit"
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      <EntityPicker
        label="Owner"
        kind="person"
        value={fields.owner}
        onValueChange={set('owner')}
        error={faultOf(error, 'owner')}
      />
    </FormDialog>
  );
}
