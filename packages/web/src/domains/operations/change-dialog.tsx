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
import type { ComboboxOption } from '../../ui/combobox-option.ts';
import { momentInZone, textInZone } from '../../ui/moment-in-zone.ts';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';
import { riskOptions } from './words.ts';

type Change = OutputOf<OperationOf<'operations.getInfrastructureChange'>>;

const serviceKinds = ['service'] as const;
const environmentKinds = ['environment'] as const;

interface Fields {
  readonly title: string;
  readonly summary: string;
  readonly ownerUnit: ComboboxOption | null;
  readonly risk: Change['risk'];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly wayBack: string;
  readonly services: readonly ComboboxOption[];
  readonly environments: readonly ComboboxOption[];
  readonly revision: number;
}

const idsOf = (options: readonly ComboboxOption[]) => options.map(({ id }) => id);
const same = (one: readonly string[], other: readonly string[]) =>
  one.toSorted().join() === other.toSorted().join();

/** What of the affected is another than before: only that has to be approved anew. */
function affectedBy(fields: Fields, change: Change) {
  const services = idsOf(fields.services);
  const environments = idsOf(fields.environments);
  const before = (all: readonly { readonly ref: string }[]) => all.map(({ ref }) => ref);
  return {
    ...(same(services, before(change.services)) ? {} : { services }),
    ...(same(environments, before(change.environments)) ? {} : { environments }),
  };
}

/** Plans a change of what services run on, or replans one. */
export function ChangeDialog({
  change,
  onClose,
}: {
  readonly change?: Change;
  readonly onClose: () => void;
}) {
  const plan = useWrite('operations.planInfrastructureChange');
  const replan = useWrite('operations.changeInfrastructureChange');
  const navigate = useNavigate();
  const zone = useTimeZone();
  const { fields, set } = useFields<Fields>({
    title: change?.title ?? '',
    summary: change?.summary ?? '',
    ownerUnit: optionOf(change?.ownerUnit),
    risk: change?.risk ?? 'low',
    startsAt: change ? textInZone(zone, change.startsAt) : '',
    endsAt: change ? textInZone(zone, change.endsAt) : '',
    wayBack: change?.wayBack ?? '',
    services: (change?.services ?? []).map((one) => optionOf(one)),
    environments: (change?.environments ?? []).map((one) => optionOf(one)),
    revision: change?.revision ?? 0,
  });
  const error = change ? replan.error : plan.error;
  const common = () => ({
    title: fields.title,
    summary: fields.summary,
    risk: fields.risk,
    startsAt: momentInZone(zone, fields.startsAt),
    endsAt: momentInZone(zone, fields.endsAt),
    wayBack: fields.wayBack,
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={change ? `Replan ${change.title}` : 'Plan a change'}
      description={
        change
          ? 'Another window, risk, way back or thing that it is made to has to be approved anew.'
          : 'Of what services run on. Somebody else approves it.'
      }
      submit={change ? 'Replan' : 'Plan'}
      busy={plan.isPending || replan.isPending}
      error={error}
      onSubmit={async () => {
        if (change) {
          await replan.mutateAsync({
            params: { id: change.ref },
            body: { ...common(), ...affectedBy(fields, change) },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await plan.mutateAsync({
          body: {
            ...common(),
            ownerUnit: fields.ownerUnit?.id ?? '',
            services: idsOf(fields.services),
            environments: idsOf(fields.environments),
          },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="What is changed"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <TextArea label="How, step by step" value={fields.summary} onValueChange={set('summary')} />
      <TextArea
        label="The way back"
        hint="What is done where it goes wrong."
        value={fields.wayBack}
        onValueChange={set('wayBack')}
      />
      {!change && (
        <EntityPicker
          label="Owner unit"
          kind="unit"
          required
          value={fields.ownerUnit}
          onValueChange={set('ownerUnit')}
          error={faultOf(error, 'ownerUnit')}
        />
      )}
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <TextField
          label="Begins"
          required
          type="datetime-local"
          hint={`In ${zone}`}
          value={fields.startsAt}
          onValueChange={set('startsAt')}
          error={faultOf(error, 'startsAt')}
        />
        <TextField
          label="Ends"
          required
          type="datetime-local"
          hint={`In ${zone}`}
          value={fields.endsAt}
          onValueChange={set('endsAt')}
          error={faultOf(error, 'endsAt')}
        />
        <Select
          label="Risk"
          options={riskOptions}
          value={fields.risk}
          onValueChange={set('risk')}
        />
      </div>
      <EntitiesPicker
        label="Services"
        kinds={serviceKinds}
        value={fields.services}
        onValueChange={set('services')}
      />
      <EntitiesPicker
        label="Environments"
        hint="Their freezes are what it may clash with."
        kinds={environmentKinds}
        value={fields.environments}
        onValueChange={set('environments')}
      />
    </FormDialog>
  );
}
