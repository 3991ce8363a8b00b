import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { emptiable, useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

type Feature = OutputOf<OperationOf<'catalog.getFeature'>>;

/** The states of a feature, in their order. */
export const featureStateOptions = [
  { value: 'idea', label: 'Idea' },
  { value: 'building', label: 'Building' },
  { value: 'available', label: 'Available' },
  { value: 'retired', label: 'Retired' },
] as const;

const delivered = ['initiative'] as const;

/** Adds a feature, or changes one. */
export function FeatureDialog({
  feature,
  product,
  onClose,
}: {
  readonly feature?: Feature;
  /** The product of a new feature. */
  readonly product?: ComboboxOption;
  readonly onClose: () => void;
}) {
  const create = useWrite('catalog.createFeature');
  const change = useWrite('catalog.changeFeature');
  const navigate = useNavigate();
  const { fields, set } = useFields({
    title: feature?.title ?? '',
    summary: feature?.summary ?? '',
    ownerUnit: optionOf(feature?.ownerUnit),
    product: feature ? optionOf(feature.product) : (product ?? null),
    state: feature?.state ?? ('idea' as const),
    documentation: feature?.documentation ?? '',
    delivers: (feature?.delivers ?? []).map((one) => optionOf(one)) as readonly ComboboxOption[],
    key: feature?.key ?? '',
    adoptionUses: emptiable(feature?.adoptionUses ?? 3),
    revision: feature?.revision ?? 0,
  });
  const error = feature ? change.error : create.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    ownerUnit: fields.ownerUnit?.id ?? '',
    state: fields.state,
    delivers: fields.delivers.map(({ id }) => id),
    adoptionUses: fields.adoptionUses ?? 3,
  };
  const key = fields.key === '' ? null : fields.key;
  const documentation = fields.documentation === '' ? null : fields.documentation;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={feature ? `Change ${feature.title}` : 'Add a feature'}
      submit={feature ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (feature) {
          await change.mutateAsync({
            params: { id: feature.ref },
            body: { ...common, product: fields.product?.id ?? null, documentation, key },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: {
            ...common,
            ...(fields.product ? { product: fields.product.id } : {}),
            ...(documentation === null ? {} : { documentation }),
            ...(key === null ? {} : { key }),
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
        options={featureStateOptions}
        value={fields.state}
        onValueChange={set('state')}
      />
      <EntitiesPicker
        label="Delivers"
        hint="The initiatives that this feature is the outcome of."
        kinds={delivered}
        value={fields.delivers}
        onValueChange={set('delivers')}
      />
      <TextField
        label="Documentation"
        type="url"
        placeholder="https://"
        value={fields.documentation}
        onValueChange={set('documentation')}
        error={faultOf(error, 'documentation')}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <TextField
          label="Key of its usage events"
          mono
          maxLength={100}
          placeholder="sheet-compare"
          hint="As the browser’s track() and the API name it."
          value={fields.key}
          onValueChange={set('key')}
          error={faultOf(error, 'key')}
        />
        <NumberField
          label="Adopted from"
          unit="uses in 28 days"
          min={1}
          max={1000}
          decimals={0}
          value={fields.adoptionUses}
          onValueChange={set('adoptionUses')}
        />
      </div>
    </FormDialog>
  );
}
