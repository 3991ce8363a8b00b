import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { yearIn } from '../../entity/today-in.ts';
import { emptiable, useFields } from '../../entity/use-fields.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';

type Plan = OutputOf<OperationOf<'strategy.getPlan'>>;

/** Begins a plan as a draft, or changes one. */
export function PlanDialog({
  plan,
  onClose,
}: {
  readonly plan?: Plan;
  readonly onClose: () => void;
}) {
  const create = useWrite('strategy.createPlan');
  const change = useWrite('strategy.changePlan');
  const navigate = useNavigate();
  const thisYear = yearIn(useTimeZone());
  const { fields, set } = useFields({
    title: plan?.title ?? '',
    summary: plan?.summary ?? '',
    ownerUnit: optionOf(plan?.ownerUnit),
    fiscalYear: emptiable(plan?.fiscalYear ?? thisYear + 1),
    restricted: false,
    revision: plan?.revision ?? 0,
  });
  const error = plan ? change.error : create.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    ownerUnit: fields.ownerUnit?.id ?? '',
  };
  const fiscalYear = fields.fiscalYear ?? 0;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={plan ? `Change ${plan.title}` : 'Begin a plan'}
      submit={plan ? 'Change' : 'Begin'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (plan) {
          await change.mutateAsync({
            params: { id: plan.ref },
            body: { ...common, ...(plan.state === 'draft' ? { fiscalYear } : {}) },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: { ...common, fiscalYear, restricted: fields.restricted },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="Title"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <TextArea label="Summary" value={fields.summary} onValueChange={set('summary')} />
      <EntityPicker
        label="Led by"
        kind="unit"
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      <NumberField
        label="Fiscal year"
        required
        min={2000}
        max={2200}
        decimals={0}
        ungrouped
        disabled={plan !== undefined && plan.state !== 'draft'}
        value={fields.fiscalYear}
        onValueChange={set('fiscalYear')}
        error={faultOf(error, 'fiscalYear')}
      />
      {!plan && (
        <Checkbox
          label="Confidential until it is adopted"
          hint="Only you and the readers whom you name see it and what is drafted under it."
          checked={fields.restricted}
          onCheckedChange={set('restricted')}
        />
      )}
    </FormDialog>
  );
}
