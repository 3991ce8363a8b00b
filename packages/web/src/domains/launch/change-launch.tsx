import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { flagKinds, launchedKinds } from './new-launch.tsx';

type Launch = OutputOf<OperationOf<'launch.getLaunch'>>;

const deploymentKinds = ['deployment'] as const;
const metricKinds = ['metric'] as const;

interface Fields {
  readonly title: string;
  readonly summary: string;
  readonly ownerUnit: ComboboxOption | null;
  readonly launches: readonly ComboboxOption[];
  readonly uses: readonly ComboboxOption[];
  readonly carriedBy: readonly ComboboxOption[];
  readonly measuredBy: readonly ComboboxOption[];
  readonly roles: Readonly<Record<string, ComboboxOption | null>>;
  readonly revision: number;
}

const optionsOf = (entities: readonly { ref: string; title: string }[]) =>
  entities.map((entity) => optionOf(entity));
const idsOf = (options: readonly ComboboxOption[]) => options.map(({ id }) => id);

/** Changes a launch: what it launches and stands on, and who owns which items. */
export function ChangeLaunch({
  launch,
  onClose,
}: {
  readonly launch: Launch;
  readonly onClose: () => void;
}) {
  const change = useWrite('launch.changeLaunch');
  const { fields, set } = useFields<Fields>({
    title: launch.title,
    summary: launch.summary,
    ownerUnit: optionOf(launch.ownerUnit),
    launches: optionsOf(launch.launches),
    uses: optionsOf(launch.uses),
    carriedBy: optionsOf(launch.carriedBy),
    measuredBy: optionsOf(launch.measuredBy),
    roles: Object.fromEntries(launch.roles.map(({ key, person }) => [key, optionOf(person)])),
    revision: launch.revision,
  });
  const { error } = change;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`Change ${launch.title}`}
      submit="Change"
      busy={change.isPending}
      error={error}
      onSubmit={() =>
        change.mutateAsync({
          params: { id: launch.ref },
          body: {
            title: fields.title,
            summary: fields.summary,
            ownerUnit: fields.ownerUnit?.id ?? '',
            launches: idsOf(fields.launches),
            uses: idsOf(fields.uses),
            carriedBy: idsOf(fields.carriedBy),
            measuredBy: idsOf(fields.measuredBy),
            roles: Object.fromEntries(
              Object.entries(fields.roles).flatMap(([key, person]) =>
                person ? [[key, person.id]] : [],
              ),
            ),
          },
          ifMatch: fields.revision,
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
      <TextArea label="What reaches whom" value={fields.summary} onValueChange={set('summary')} />
      <EntityPicker
        label="Owner unit"
        kind="unit"
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      <EntitiesPicker
        label="Launches"
        kinds={launchedKinds}
        value={fields.launches}
        onValueChange={set('launches')}
      />
      <EntitiesPicker
        label="Uses the flag"
        kinds={flagKinds}
        value={fields.uses}
        onValueChange={set('uses')}
      />
      <EntitiesPicker
        label="Carried by the deployment"
        kinds={deploymentKinds}
        value={fields.carriedBy}
        onValueChange={set('carriedBy')}
      />
      <EntitiesPicker
        label="Measured by"
        kinds={metricKinds}
        value={fields.measuredBy}
        onValueChange={set('measuredBy')}
      />
      <fieldset className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <legend className="mb-2 font-medium">Who owns which items</legend>
        {launch.roles.map(({ key, title }) => (
          <EntityPicker
            key={key}
            label={title}
            kind="person"
            value={fields.roles[key] ?? null}
            onValueChange={(person) => set('roles')({ ...fields.roles, [key]: person })}
          />
        ))}
      </fieldset>
    </FormDialog>
  );
}
