import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { EnvironmentView } from './release-types.ts';

const stages: readonly { value: EnvironmentView['stage']; label: string }[] = [
  { value: 'development', label: 'Development' },
  { value: 'testing', label: 'Testing' },
  { value: 'deployment', label: 'Deployment' },
];

/** Creates an environment, or changes one: for administrators. */
export function EnvironmentDialog({
  environment,
  onOpenChange,
}: {
  /** The one that is changed; a new one without. */
  readonly environment?: EnvironmentView;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const create = useWrite('release.createEnvironment');
  const change = useWrite('release.changeEnvironment');
  const navigate = useNavigate();
  const [title, setTitle] = useState(environment?.title ?? '');
  const [key, setKey] = useState(environment?.key ?? '');
  const [stage, setStage] = useState(environment?.stage ?? 'testing');
  const [production, setProduction] = useState(environment?.production ?? false);
  const [position, setPosition] = useState<number | null>(environment?.position ?? null);
  const [probeUrl, setProbeUrl] = useState(environment?.probeUrl ?? '');
  const [revision] = useState(environment?.revision);
  const [owner, setOwner] = useState<ComboboxOption | null>(
    environment?.ownerUnit
      ? { id: environment.ownerUnit.ref, label: environment.ownerUnit.title }
      : null,
  );
  const error = environment ? change.error : create.error;
  const place = position === null ? {} : { position };
  const send = async () => {
    if (environment && revision !== undefined) {
      await change.mutateAsync({
        params: { id: environment.ref },
        body: {
          title,
          stage,
          production,
          ...place,
          probeUrl: probeUrl === '' ? null : probeUrl,
          ownerUnit: owner?.id ?? null,
        },
        ifMatch: revision,
      });
      return;
    }
    const { ref } = await create.mutateAsync({
      body: {
        key,
        title,
        stage,
        production,
        ...place,
        ...(probeUrl === '' ? {} : { probeUrl }),
        ...(owner ? { ownerUnit: owner.id } : {}),
      },
    });
    await navigate({ to: entityAddress(ref) });
  };
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={environment ? `Change ${environment.title}` : 'New environment'}
      submit={environment ? 'Change' : 'Create the environment'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={send}
    >
      <TextField
        label="Title"
        required
        value={title}
        onValueChange={setTitle}
        error={faultOf(error, 'title')}
      />
      <TextField
        label="Key"
        required
        mono
        readOnly={environment !== undefined}
        hint="By which pipelines name it. It stays for good."
        value={key}
        onValueChange={setKey}
        error={faultOf(error, 'key')}
      />
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <Select label="Stage" options={stages} value={stage} onValueChange={setStage} />
        <NumberField
          label="Place"
          decimals={0}
          min={0}
          max={1000}
          hint="Changes pass them from the lowest on."
          value={position}
          onValueChange={setPosition}
        />
      </div>
      <Checkbox
        label="Production"
        hint="What touches it asks to be typed."
        checked={production}
        onCheckedChange={setProduction}
      />
      <TextField
        label="Probe"
        mono
        hint="An address that answers 200 while all is well. Its host must be listed in the settings."
        value={probeUrl}
        onValueChange={setProbeUrl}
        error={faultOf(error, 'probeUrl')}
      />
      <EntityPicker label="Owner" kind="unit" value={owner} onValueChange={setOwner} />
    </FormDialog>
  );
}
