import { useNavigate } from '@tanstack/react-router';
import { shownProblem, faultOf } from '../../api/problem.ts';
import { entityAddress } from '../../api/entity-address.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** What a launch may launch. */
export const launchedKinds = ['initiative', 'feature'] as const;

/** The flag that a launch uses. */
export const flagKinds = ['flag'] as const;

interface Fields {
  readonly title: string;
  readonly summary: string;
  readonly ownerUnit: ComboboxOption | null;
  readonly targetOn: string;
  readonly template: string;
  readonly launches: readonly ComboboxOption[];
  readonly uses: readonly ComboboxOption[];
  readonly answers: Readonly<Record<string, string>>;
}

/** Plans a launch: six questions make its tier, tier and template its items. */
export function NewLaunch({ onClose }: { readonly onClose: () => void }) {
  const create = useWrite('launch.createLaunch');
  const practice = useRead('launch.listLaunchTemplates', {});
  const navigate = useNavigate();
  const { fields, set } = useFields<Fields>({
    title: '',
    summary: '',
    ownerUnit: null,
    targetOn: '',
    template: '',
    launches: [],
    uses: [],
    answers: {},
  });
  const questions = practice.data?.questions ?? [];
  const templates = practice.data?.templates ?? [];
  const score = questions.reduce((sum, { key }) => sum + Number(fields.answers[key] ?? 0), 0);
  const complete = questions.every(({ key }) => fields.answers[key] !== undefined);
  const band = practice.data?.bands.find(({ from, to }) => score >= from && score <= to);
  const template = fields.template === '' ? templates[0]?.key : fields.template;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title="Plan a launch"
      submit="Plan"
      busy={create.isPending}
      error={create.error}
      onSubmit={async () => {
        const made = await create.mutateAsync({
          body: {
            title: fields.title,
            summary: fields.summary,
            ownerUnit: fields.ownerUnit?.id ?? '',
            targetOn: fields.targetOn,
            launches: fields.launches.map(({ id }) => id),
            uses: fields.uses.map(({ id }) => id),
            answers: Object.fromEntries(
              Object.entries(fields.answers).map(([key, value]) => [key, Number(value)]),
            ),
            ...(template ? { template } : {}),
          },
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
        error={faultOf(create.error, 'title')}
      />
      <TextArea label="What reaches whom" value={fields.summary} onValueChange={set('summary')} />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <EntityPicker
          label="Owner unit"
          kind="unit"
          required
          value={fields.ownerUnit}
          onValueChange={set('ownerUnit')}
          error={faultOf(create.error, 'ownerUnit')}
        />
        <DateField
          label="T0, the day of the launch"
          required
          value={fields.targetOn}
          onValueChange={set('targetOn')}
          error={faultOf(create.error, 'targetOn')}
        />
      </div>
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
      {templates.length > 1 && (
        <Select
          label="Template"
          options={templates.map(({ key, title }) => ({ value: key, label: title }))}
          value={template}
          onValueChange={set('template')}
        />
      )}
      {practice.error && <ErrorState problem={shownProblem(practice.error)} compact />}
      {questions.map(({ key, question, answers }) => (
        <RadioGroup
          key={key}
          label={question}
          options={answers.map(({ score: points, text }) => ({
            value: String(points),
            label: text,
          }))}
          value={fields.answers[key] ?? ''}
          onValueChange={(value) => set('answers')({ ...fields.answers, [key]: value })}
        />
      ))}
      {complete && questions.length > 0 && (
        <p role="status" className="font-medium">
          {band
            ? `${score} points: a launch of tier ${band.tier}.`
            : `${score} points need no launch: a release note will do.`}
        </p>
      )}
    </FormDialog>
  );
}
