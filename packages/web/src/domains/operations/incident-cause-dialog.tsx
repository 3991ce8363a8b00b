import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox-option.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { causeOptions } from './words.ts';

type Incident = OutputOf<OperationOf<'operations.getIncident'>>;

interface Fields {
  readonly deployment: ComboboxOption | null;
  readonly change: ComboboxOption | null;
  readonly causeKind: Incident['causeKind'];
  readonly cause: string;
  readonly revision: number;
}

/** Says what an incident came from: proposed from what was deployed before, chosen by a person. */
export function IncidentCauseDialog({
  incident,
  onClose,
}: {
  readonly incident: Incident;
  readonly onClose: () => void;
}) {
  const params = { id: incident.ref };
  const proposed = useRead('operations.proposeIncidentCauses', { params });
  const save = useWrite('operations.changeIncident');
  const { fields, set } = useFields<Fields>({
    deployment: optionOf(incident.deployment),
    change: optionOf(incident.change),
    causeKind: incident.causeKind,
    cause: incident.cause,
    revision: incident.revision,
  });
  const choose = (entity: { ref: string; title: string; kind: string }) => {
    const isDeployment = entity.kind === 'deployment';
    set(isDeployment ? 'deployment' : 'change')(optionOf(entity));
    set('causeKind')(isDeployment ? 'deployment' : 'infrastructure-change');
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="What it came from"
      submit="Save"
      busy={save.isPending}
      error={save.error}
      onSubmit={() =>
        save.mutateAsync({
          params,
          body: {
            deployment: fields.deployment?.id ?? null,
            change: fields.change?.id ?? null,
            causeKind: fields.causeKind,
            cause: fields.cause,
          },
          ifMatch: fields.revision,
        })
      }
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">In the week before it began</legend>
        {proposed.error && <ErrorState problem={shownProblem(proposed.error)} compact />}
        {proposed.data?.items.length === 0 && (
          <p className="text-secondary">
            Nothing was deployed to its service, nor changed under it.
          </p>
        )}
        <ul className="flex flex-col gap-1">
          {proposed.data?.items.map(({ entity, says }) => (
            <li key={entity.ref} className="flex flex-wrap items-center gap-x-3">
              <Button size="sm" onClick={() => choose(entity)}>
                Choose {entity.title}
              </Button>
              <span className="text-secondary">{says}</span>
            </li>
          ))}
        </ul>
      </fieldset>
      <EntityPicker
        label="Deployment"
        hint="While the incident is open, nothing is told that this deployment carries."
        kind="deployment"
        value={fields.deployment}
        onValueChange={set('deployment')}
      />
      <EntityPicker
        label="Infrastructure change"
        kind="infrastructure_change"
        value={fields.change}
        onValueChange={set('change')}
      />
      <Select
        label="Kind of cause"
        options={causeOptions}
        value={fields.causeKind}
        onValueChange={set('causeKind')}
      />
      <TextArea
        label="In words"
        value={fields.cause}
        onValueChange={set('cause')}
        error={faultOf(save.error, 'cause')}
      />
    </FormDialog>
  );
}
