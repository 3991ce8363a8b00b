import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf, Problem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AmountsField, amountsBody, amountsFields, type AmountsFields } from './amounts-field.tsx';
import { launchKinds } from './competitor-dialog.tsx';

type Price = OutputOf<OperationOf<'launch.getPrice'>>;

interface Fields {
  readonly title: string;
  readonly summary: string;
  readonly ownerUnit: ComboboxOption | null;
  readonly book: string;
  readonly amounts: AmountsFields;
  readonly currency: string;
  readonly effectiveFrom: string;
  readonly restricted: boolean;
  readonly supports: readonly ComboboxOption[];
  readonly revision: number;
}

/** The first fault anywhere in the amounts. */
function amountsFault(error: Error | null): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.faults.find(({ where }) => where.startsWith('body.amounts'))?.message;
}

/** Drafts the next version of a price, or changes a draft. */
export function PriceDialog({
  price,
  supports,
  onClose,
}: {
  readonly price?: Price;
  /** The launch that a new one supports. */
  readonly supports?: ComboboxOption;
  readonly onClose: () => void;
}) {
  const create = useWrite('launch.createPrice');
  const change = useWrite('launch.changePrice');
  const { fields, set } = useFields<Fields>({
    title: price?.title ?? '',
    summary: price?.summary ?? '',
    ownerUnit: optionOf(price?.ownerUnit),
    book: price?.book ?? '',
    amounts: amountsFields(price?.amounts),
    currency: price?.currency ?? 'USD',
    effectiveFrom: price?.effectiveFrom ?? '',
    restricted: true,
    supports: price?.launches.map((one) => optionOf(one)) ?? (supports ? [supports] : []),
    revision: price?.revision ?? 0,
  });
  const error = price ? change.error : create.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    amounts: amountsBody(fields.amounts),
    currency: fields.currency,
    effectiveFrom: fields.effectiveFrom,
    supports: fields.supports.map(({ id }) => id),
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title={price ? `Change ${price.title}` : 'Draft a price'}
      submit={price ? 'Change' : 'Draft'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={() =>
        price
          ? change.mutateAsync({
              params: { id: price.ref },
              body: common,
              ifMatch: fields.revision,
            })
          : create.mutateAsync({
              body: {
                ...common,
                ownerUnit: fields.ownerUnit?.id ?? '',
                book: fields.book,
                restricted: fields.restricted,
              },
            })
      }
    >
      <TextField
        label="Title"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <TextArea label="What it is for" value={fields.summary} onValueChange={set('summary')} />
      {!price && (
        <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
          <EntityPicker
            label="Owner unit"
            kind="unit"
            required
            value={fields.ownerUnit}
            onValueChange={set('ownerUnit')}
            error={faultOf(error, 'ownerUnit')}
          />
          <TextField
            label="Price book"
            hint="What is priced; versions of a book replace each other."
            required
            mono
            value={fields.book}
            onValueChange={set('book')}
            error={faultOf(error, 'book')}
          />
        </div>
      )}
      <AmountsField
        value={fields.amounts}
        onValueChange={set('amounts')}
        error={amountsFault(error)}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <TextField
          label="Currency"
          required
          maxLength={3}
          mono
          value={fields.currency}
          onValueChange={set('currency')}
          error={faultOf(error, 'currency')}
        />
        <DateField
          label="Effective from"
          required
          value={fields.effectiveFrom}
          onValueChange={set('effectiveFrom')}
          error={faultOf(error, 'effectiveFrom')}
        />
      </div>
      <EntitiesPicker
        label="Supports the launch"
        kinds={launchKinds}
        value={fields.supports}
        onValueChange={set('supports')}
      />
      {!price && (
        <Checkbox
          label="Only named readers see it"
          hint="You are one; name others on its page."
          checked={fields.restricted}
          onCheckedChange={set('restricted')}
        />
      )}
    </FormDialog>
  );
}
