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

type Product = OutputOf<OperationOf<'catalog.getProduct'>>;

const states = [
  { value: 'active', label: 'Active' },
  { value: 'retired', label: 'Retired' },
] as const;

/** Adds a product, or changes one. Mount it when it opens: its fields begin with what is there. */
export function ProductDialog({
  product,
  onClose,
}: {
  readonly product?: Product;
  readonly onClose: () => void;
}) {
  const create = useWrite('catalog.createProduct');
  const change = useWrite('catalog.changeProduct');
  const navigate = useNavigate();
  const { fields, set } = useFields({
    title: product?.title ?? '',
    summary: product?.summary ?? '',
    ownerUnit: optionOf(product?.ownerUnit),
    state: product?.state ?? ('active' as const),
    revision: product?.revision ?? 0,
  });
  const error = product ? change.error : create.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    ownerUnit: fields.ownerUnit?.id ?? '',
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={product ? `Change ${product.title}` : 'Add a product'}
      submit={product ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (product) {
          await change.mutateAsync({
            params: { id: product.ref },
            body: { ...common, state: fields.state },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({ body: common });
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
      <TextArea label="What it is for" value={fields.summary} onValueChange={set('summary')} />
      <EntityPicker
        label="Owner unit"
        kind="unit"
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      {product && (
        <Select label="State" options={states} value={fields.state} onValueChange={set('state')} />
      )}
    </FormDialog>
  );
}
