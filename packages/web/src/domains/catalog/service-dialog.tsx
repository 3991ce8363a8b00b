import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

type Service = OutputOf<OperationOf<'catalog.getService'>>;

/** The states of a service, in their order. */
export const serviceStateOptions = [
  { value: 'planned', label: 'Planned' },
  { value: 'running', label: 'Running' },
  { value: 'retired', label: 'Retired' },
] as const;

/** How much hangs on a service. */
export const tierOptions = [
  { value: '1', label: '1: the company stops without it' },
  { value: '2', label: '2: customers notice at once' },
  { value: '3', label: '3: some work waits' },
  { value: '4', label: '4: nobody notices for a day' },
] as const;

const classifications = [
  { value: 'public', label: 'Public' },
  { value: 'internal', label: 'Internal' },
  { value: 'confidential', label: 'Confidential' },
  { value: 'restricted', label: 'Restricted' },
] as const;

const repositoryKinds = ['repository'] as const;
const serviceKinds = ['service'] as const;

/** Adds a service, or changes one. */
export function ServiceDialog({
  service,
  product,
  onClose,
}: {
  readonly service?: Service;
  /** The product of a new service. */
  readonly product?: ComboboxOption;
  readonly onClose: () => void;
}) {
  const create = useWrite('catalog.createService');
  const change = useWrite('catalog.changeService');
  const navigate = useNavigate();
  const { fields, set } = useFields({
    title: service?.title ?? '',
    summary: service?.summary ?? '',
    ownerUnit: optionOf(service?.ownerUnit),
    product: service ? optionOf(service.product) : (product ?? null),
    state: service?.state ?? ('running' as const),
    tier: String(service?.tier ?? 3),
    dataClassification: service?.dataClassification ?? ('internal' as const),
    repositories: (service?.repositories ?? []).map((one) =>
      optionOf(one),
    ) as readonly ComboboxOption[],
    dependsOn: (service?.dependsOn ?? []).map((one) => optionOf(one)) as readonly ComboboxOption[],
    revision: service?.revision ?? 0,
  });
  const error = service ? change.error : create.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    ownerUnit: fields.ownerUnit?.id ?? '',
    state: fields.state,
    tier: Number(fields.tier),
    dataClassification: fields.dataClassification,
    repositories: fields.repositories.map(({ id }) => id),
    dependsOn: fields.dependsOn.map(({ id }) => id),
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={service ? `Change ${service.title}` : 'Add a service'}
      submit={service ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (service) {
          await change.mutateAsync({
            params: { id: service.ref },
            body: { ...common, product: fields.product?.id ?? null },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: { ...common, ...(fields.product ? { product: fields.product.id } : {}) },
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
      <TextArea label="What it does" value={fields.summary} onValueChange={set('summary')} />
      <EntityPicker
        label="Owner unit"
        kind="unit"
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      <EntityPicker
        label="Product"
        kind="product"
        value={fields.product}
        onValueChange={set('product')}
      />
      <Select
        label="State"
        options={serviceStateOptions}
        value={fields.state}
        onValueChange={set('state')}
      />
      <Select
        label="Tier"
        options={tierOptions}
        value={tierOptions.find(({ value }) => value === fields.tier)?.value ?? '3'}
        onValueChange={set('tier')}
      />
      <Select
        label="Data classification"
        options={classifications}
        value={fields.dataClassification}
        onValueChange={set('dataClassification')}
      />
      <EntitiesPicker
        label="Repositories"
        kinds={repositoryKinds}
        value={fields.repositories}
        onValueChange={set('repositories')}
      />
      <EntitiesPicker
        label="Depends on"
        kinds={serviceKinds}
        except={service?.ref}
        value={fields.dependsOn}
        onValueChange={set('dependsOn')}
      />
    </FormDialog>
  );
}
