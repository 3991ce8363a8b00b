import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { accountStateOptions, segmentOptions } from './words.ts';

type Account = OutputOf<OperationOf<'engagement.getAccount'>>;

interface Fields {
  readonly title: string;
  readonly summary: string;
  readonly ownerUnit: ComboboxOption | null;
  readonly segment: Account['segment'];
  readonly state: Account['state'];
  readonly tier: number | null;
  readonly annualValue: number | null;
  readonly externalKey: string;
  readonly restricted: boolean;
  readonly revision: number;
}

/** Adds an account, or changes one. */
export function AccountDialog({
  account,
  onClose,
}: {
  readonly account?: Account;
  readonly onClose: () => void;
}) {
  const create = useWrite('engagement.createAccount');
  const change = useWrite('engagement.changeAccount');
  const navigate = useNavigate();
  const { fields, set } = useFields<Fields>({
    title: account?.title ?? '',
    summary: account?.summary ?? '',
    ownerUnit: optionOf(account?.ownerUnit),
    segment: account?.segment ?? 'general-contractor',
    state: account?.state ?? 'active',
    tier: account?.tier ?? 3,
    annualValue: account?.annualValue ?? 0,
    externalKey: account?.externalKey ?? '',
    restricted: true,
    revision: account?.revision ?? 0,
  });
  const error = account ? change.error : create.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    ownerUnit: fields.ownerUnit?.id ?? '',
    segment: fields.segment,
    tier: fields.tier ?? 3,
    annualValue: fields.annualValue ?? 0,
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={account ? `Change ${account.title}` : 'Add an account'}
      submit={account ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (account) {
          await change.mutateAsync({
            params: { id: account.ref },
            body: {
              ...common,
              state: fields.state,
              externalKey: fields.externalKey === '' ? null : fields.externalKey,
            },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: {
            ...common,
            restricted: fields.restricted,
            ...(fields.externalKey === '' ? {} : { externalKey: fields.externalKey }),
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
      <TextArea label="What to know of it" value={fields.summary} onValueChange={set('summary')} />
      <EntityPicker
        label="Owner unit"
        kind="unit"
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <Select
          label="Segment"
          options={segmentOptions}
          value={fields.segment}
          onValueChange={set('segment')}
        />
        <NumberField
          label="Tier"
          hint="1 is the most important."
          value={fields.tier}
          onValueChange={set('tier')}
          min={1}
          max={5}
          decimals={0}
        />
        <NumberField
          label="Annual value"
          hint="In the organisation’s currency."
          value={fields.annualValue}
          onValueChange={set('annualValue')}
          min={0}
          decimals={0}
        />
        <TextField
          label="Key in the product"
          hint="What your application signs as its account."
          mono
          maxLength={200}
          value={fields.externalKey}
          onValueChange={set('externalKey')}
          error={faultOf(error, 'externalKey')}
        />
      </div>
      {account ? (
        <Select
          label="State"
          options={accountStateOptions}
          value={fields.state}
          onValueChange={set('state')}
        />
      ) : (
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
