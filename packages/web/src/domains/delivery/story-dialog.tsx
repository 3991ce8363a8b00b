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
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { systemNames } from './tracker-words.ts';

type Story = OutputOf<OperationOf<'delivery.getStory'>>;

/** The states of a story, in their order. */
export const storyStateOptions = [
  { value: 'open', label: 'Open' },
  { value: 'in-progress', label: 'In progress' },
  { value: 'in-review', label: 'In review' },
  { value: 'done', label: 'Done' },
  { value: 'dropped', label: 'Dropped' },
] as const;

const implemented = ['initiative', 'feature'] as const;

/** Adds a story, or changes one. */
export function StoryDialog({
  story,
  onClose,
}: {
  readonly story?: Story;
  readonly onClose: () => void;
}) {
  const create = useWrite('delivery.createStory');
  const change = useWrite('delivery.changeStory');
  const navigate = useNavigate();
  const { fields, set } = useFields({
    title: story?.title ?? '',
    summary: story?.summary ?? '',
    ownerUnit: optionOf(story?.ownerUnit),
    estimate: story?.estimate ?? null,
    acceptance: story?.acceptance ?? '',
    blockedReason: story?.blockedReason ?? '',
    assignee: optionOf(story?.assignee),
    state: story?.state ?? ('open' as const),
    implements: (story?.implements ?? []).map((one) => optionOf(one)) as readonly ComboboxOption[],
    revision: story?.revision ?? 0,
  });
  const error = story ? change.error : create.error;
  const ruler = story?.followed?.gone === '' ? story.followed : null;
  const ruled = ruler !== null;
  const common = {
    title: fields.title,
    summary: fields.summary,
    ownerUnit: fields.ownerUnit?.id ?? '',
    acceptance: fields.acceptance,
    implements: fields.implements.map(({ id }) => id),
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={story ? `Change ${story.title}` : 'Add a story'}
      description={
        ruler
          ? `${systemNames[ruler.system]} rules the rest: change it there, as ${ruler.key}.`
          : undefined
      }
      submit={story ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (story) {
          await change.mutateAsync({
            params: { id: story.ref },
            body: {
              ...common,
              state: fields.state,
              estimate: fields.estimate,
              blockedReason: fields.blockedReason,
              assignee: fields.assignee?.id ?? null,
            },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: {
            ...common,
            ...(fields.estimate === null ? {} : { estimate: fields.estimate }),
            ...(fields.assignee ? { assignee: fields.assignee.id } : {}),
          },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      {!ruled && (
        <TextField
          label="Title"
          required
          maxLength={200}
          value={fields.title}
          onValueChange={set('title')}
          error={faultOf(error, 'title')}
        />
      )}
      {!ruled && (
        <TextArea
          label="Who can do what then"
          value={fields.summary}
          onValueChange={set('summary')}
        />
      )}
      {!ruled && (
        <EntityPicker
          label="Team"
          kind="unit"
          required
          value={fields.ownerUnit}
          onValueChange={set('ownerUnit')}
          error={faultOf(error, 'ownerUnit')}
        />
      )}
      {!ruler?.estimates && (
        <NumberField
          label="Estimate"
          hint="In the team’s own measure: points or days."
          min={0}
          max={10_000}
          value={fields.estimate}
          onValueChange={set('estimate')}
        />
      )}
      <TextArea
        label="Right when"
        hint="What its reviewer checks."
        value={fields.acceptance}
        onValueChange={set('acceptance')}
      />
      {!ruled && (
        <EntityPicker
          label="Whose"
          kind="person"
          value={fields.assignee}
          onValueChange={set('assignee')}
          error={faultOf(error, 'assignee')}
        />
      )}
      {story && (
        <TextField
          label="Blocked by"
          maxLength={1000}
          value={fields.blockedReason}
          onValueChange={set('blockedReason')}
        />
      )}
      {story && !ruled && (
        <Select
          label="State"
          options={storyStateOptions}
          value={fields.state}
          onValueChange={set('state')}
        />
      )}
      <EntitiesPicker
        label="Implements"
        kinds={implemented}
        value={fields.implements}
        onValueChange={set('implements')}
      />
    </FormDialog>
  );
}
