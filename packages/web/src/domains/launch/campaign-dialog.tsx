import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { launchKinds } from './competitor-dialog.tsx';
import { campaignStateOptions } from './words.ts';

type Campaign = OutputOf<OperationOf<'launch.getCampaign'>>;

interface Fields {
  readonly title: string;
  readonly brief: string;
  readonly ownerUnit: ComboboxOption | null;
  readonly audience: string;
  readonly channels: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly state: Campaign['state'];
  readonly supports: readonly ComboboxOption[];
  readonly revision: number;
}

/** Plans a campaign, or changes one. */
export function CampaignDialog({
  campaign,
  supports,
  onClose,
}: {
  readonly campaign?: Campaign;
  /** The launch that a new one supports. */
  readonly supports?: ComboboxOption;
  readonly onClose: () => void;
}) {
  const create = useWrite('launch.createCampaign');
  const change = useWrite('launch.changeCampaign');
  const { fields, set } = useFields<Fields>({
    title: campaign?.title ?? '',
    brief: campaign?.summary ?? '',
    ownerUnit: optionOf(campaign?.ownerUnit),
    audience: campaign?.audience ?? '',
    channels: campaign?.channels.join(', ') ?? '',
    startsOn: campaign?.startsOn ?? '',
    endsOn: campaign?.endsOn ?? '',
    state: campaign?.state ?? 'planned',
    supports: campaign?.launches.map((one) => optionOf(one)) ?? (supports ? [supports] : []),
    revision: campaign?.revision ?? 0,
  });
  const error = campaign ? change.error : create.error;
  const common = {
    title: fields.title,
    brief: fields.brief,
    ownerUnit: fields.ownerUnit?.id ?? '',
    audience: fields.audience,
    channels: fields.channels
      .split(',')
      .map((channel) => channel.trim())
      .filter((channel) => channel !== ''),
    supports: fields.supports.map(({ id }) => id),
  };
  const { startsOn, endsOn } = fields;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={campaign ? `Change ${campaign.title}` : 'Plan a campaign'}
      submit={campaign ? 'Change' : 'Plan'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={() =>
        campaign
          ? change.mutateAsync({
              params: { id: campaign.ref },
              body: {
                ...common,
                state: fields.state,
                startsOn: startsOn === '' ? null : startsOn,
                endsOn: endsOn === '' ? null : endsOn,
              },
              ifMatch: fields.revision,
            })
          : create.mutateAsync({
              body: {
                ...common,
                ...(startsOn === '' ? {} : { startsOn }),
                ...(endsOn === '' ? {} : { endsOn }),
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
      <TextArea label="Brief" value={fields.brief} onValueChange={set('brief')} />
      <EntityPicker
        label="Owner unit"
        kind="unit"
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <TextField
          label="Audience"
          maxLength={500}
          value={fields.audience}
          onValueChange={set('audience')}
        />
        <TextField
          label="Channels"
          hint="Parted by commas: e-mail, webinar."
          value={fields.channels}
          onValueChange={set('channels')}
        />
        <DateField label="Starts" value={startsOn} onValueChange={set('startsOn')} />
        <DateField
          label="Ends"
          value={endsOn}
          onValueChange={set('endsOn')}
          error={faultOf(error, 'endsOn')}
        />
        {campaign && (
          <Select
            label="State"
            options={campaignStateOptions}
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
    </FormDialog>
  );
}
