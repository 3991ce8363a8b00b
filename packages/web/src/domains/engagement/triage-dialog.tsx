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
import { subjectKinds } from './feedback-dialog.tsx';
import { feedbackStateOptions, segmentOptions, themesOf } from './words.ts';

type Feedback = OutputOf<OperationOf<'engagement.getFeedback'>>;

interface Fields {
  readonly state: Feedback['state'];
  readonly themes: string;
  readonly about: readonly ComboboxOption[];
  readonly account: ComboboxOption | null;
  readonly segment: string;
  readonly answer: string;
  readonly revision: number;
}

const noSegment = { value: '', label: 'Not known' } as const;

/** Triages feedback: what it is about, its themes, who said it, what we answered. */
export function TriageDialog({
  feedback,
  onClose,
}: {
  readonly feedback: Feedback;
  readonly onClose: () => void;
}) {
  const change = useWrite('engagement.changeFeedback');
  const account = optionOf(feedback.account);
  const { fields, set } = useFields<Fields>({
    state: feedback.state === 'new' ? 'triaged' : feedback.state,
    themes: feedback.themes.join(', '),
    about: feedback.about.map((one) => optionOf(one)),
    account,
    segment: feedback.segment ?? '',
    answer: feedback.answer,
    revision: feedback.revision,
  });
  const segment = segmentOptions.find(({ value }) => value === fields.segment)?.value ?? null;
  // An account that the viewer may not see stays: only a change of what is seen is sent.
  const accountChanged = fields.account?.id !== account?.id;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Triage"
      submit="Save"
      busy={change.isPending}
      error={change.error}
      onSubmit={() =>
        change.mutateAsync({
          params: { id: feedback.ref },
          body: {
            themes: themesOf(fields.themes),
            about: fields.about.map(({ id }) => id),
            answer: fields.answer,
            ...(feedback.mergedInto === null ? { state: fields.state } : {}),
            ...(accountChanged ? { account: fields.account?.id ?? null } : {}),
            ...(segment === feedback.segment ? {} : { segment }),
          },
          ifMatch: fields.revision,
        })
      }
    >
      <EntitiesPicker
        label="About"
        kinds={subjectKinds}
        value={fields.about}
        onValueChange={set('about')}
        error={faultOf(change.error, 'about')}
      />
      <TextField
        label="Themes"
        hint="Parted by commas: speed, offline."
        value={fields.themes}
        onValueChange={set('themes')}
        error={faultOf(change.error, 'themes')}
      />
      <EntityPicker
        label="Account"
        kind="account"
        value={fields.account}
        onValueChange={set('account')}
      />
      <Select
        label="Segment"
        options={[noSegment, ...segmentOptions]}
        value={fields.segment}
        onValueChange={set('segment')}
      />
      <TextArea
        label="Answer"
        hint="What they are told: what we did, or why we don’t."
        value={fields.answer}
        onValueChange={set('answer')}
      />
      {feedback.mergedInto === null && (
        <Select
          label="State"
          options={feedbackStateOptions}
          value={fields.state}
          onValueChange={set('state')}
        />
      )}
    </FormDialog>
  );
}
