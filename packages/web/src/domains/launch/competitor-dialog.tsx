import type { OperationOf, OutputOf } from '@throughline/contract';
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
import { BattlecardField, type LineRow } from './battlecard-field.tsx';
import { competitorStateOptions } from './words.ts';

type Competitor = OutputOf<OperationOf<'launch.getCompetitor'>>;

/** What competitors, prices and campaigns support. */
export const launchKinds = ['launch'] as const;

interface Fields {
  readonly title: string;
  readonly summary: string;
  readonly ownerUnit: ComboboxOption | null;
  readonly website: string;
  readonly state: Competitor['state'];
  readonly supports: readonly ComboboxOption[];
  readonly battlecard: readonly LineRow[];
  readonly revision: number;
}

/** Adds a competitor with its battlecard, or changes one. */
export function CompetitorDialog({
  competitor,
  supports,
  onClose,
}: {
  readonly competitor?: Competitor;
  /** The launch that a new one supports. */
  readonly supports?: ComboboxOption;
  readonly onClose: () => void;
}) {
  const create = useWrite('launch.createCompetitor');
  const change = useWrite('launch.changeCompetitor');
  const { fields, set } = useFields<Fields>({
    title: competitor?.title ?? '',
    summary: competitor?.summary ?? '',
    ownerUnit: optionOf(competitor?.ownerUnit),
    website: competitor?.website ?? '',
    state: competitor?.state ?? 'active',
    supports: competitor?.launches.map((one) => optionOf(one)) ?? (supports ? [supports] : []),
    battlecard: (competitor?.battlecard ?? []).map((line, index) => ({
      key: `${index} ${line.text}`,
      text: line.text,
      audience: line.audience,
      source: line.source,
      on: line.on,
    })),
    revision: competitor?.revision ?? 0,
  });
  const error = competitor ? change.error : create.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    ownerUnit: fields.ownerUnit?.id ?? '',
    supports: fields.supports.map(({ id }) => id),
    battlecard: fields.battlecard.map(({ text, audience, source, on }) => ({
      text,
      audience,
      source,
      on,
    })),
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title={competitor ? `Change ${competitor.title}` : 'Add a competitor'}
      submit={competitor ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={() =>
        competitor
          ? change.mutateAsync({
              params: { id: competitor.ref },
              body: { ...common, state: fields.state, website: fields.website },
              ifMatch: fields.revision,
            })
          : create.mutateAsync({
              body: {
                ...common,
                ...(fields.website === '' ? {} : { website: fields.website }),
              },
            })
      }
    >
      <TextField
        label="Name"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <TextArea label="What they offer" value={fields.summary} onValueChange={set('summary')} />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <EntityPicker
          label="Watched by"
          kind="unit"
          required
          value={fields.ownerUnit}
          onValueChange={set('ownerUnit')}
          error={faultOf(error, 'ownerUnit')}
        />
        <TextField
          label="Website"
          type="url"
          value={fields.website}
          onValueChange={set('website')}
          error={faultOf(error, 'website')}
        />
        {competitor && (
          <Select
            label="State"
            options={competitorStateOptions}
            value={fields.state}
            onValueChange={set('state')}
          />
        )}
      </div>
      <EntitiesPicker
        label="Supports the launch"
        kinds={launchKinds}
        value={fields.supports}
        onValueChange={set('supports')}
      />
      <BattlecardField value={fields.battlecard} onValueChange={set('battlecard')} />
    </FormDialog>
  );
}
