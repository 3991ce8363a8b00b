import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf } from '../api/problem.ts';
import { useWrite } from '../api/use-operation.ts';
import { DateField } from '../ui/date-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { EntityPicker } from './entity-picker.tsx';
import { FormDialog } from './form-dialog.tsx';
import { optionOf } from './option-of.ts';
import { useFields } from './use-fields.ts';

type Risk = OutputOf<OperationOf<'decisions.listRisks'>>['items'][number];

const words = ['Very low', 'Low', 'Medium', 'High', 'Very high'] as const;
const degrees = words.map((label, index) => ({
  value: String(index + 1),
  label: `${index + 1}: ${label}`,
}));

/** Says what may go wrong with something, or judges a risk again. */
export function RiskDialog({
  risk,
  threatens,
  madeIn,
  onClose,
}: {
  readonly risk?: Pick<
    Risk,
    'ref' | 'title' | 'owner' | 'likelihood' | 'impact' | 'mitigation' | 'dueOn' | 'revision'
  >;
  /** The reference of what a new risk is to. */
  readonly threatens?: string;
  /** The reference of the review in which a new risk is named. */
  readonly madeIn?: string;
  readonly onClose: () => void;
}) {
  const create = useWrite('decisions.createRisk');
  const change = useWrite('decisions.changeRisk');
  const { fields, set } = useFields({
    title: risk?.title ?? '',
    likelihood: String(risk?.likelihood ?? 3),
    impact: String(risk?.impact ?? 3),
    owner: optionOf(risk?.owner),
    mitigation: risk?.mitigation ?? '',
    dueOn: risk?.dueOn ?? '',
    revision: risk?.revision ?? 0,
  });
  const error = risk ? change.error : create.error;
  const common = {
    title: fields.title,
    likelihood: Number(fields.likelihood),
    impact: Number(fields.impact),
    mitigation: fields.mitigation,
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={risk ? 'Judge the risk again' : 'Add a risk'}
      submit={risk ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={() =>
        risk
          ? change.mutateAsync({
              params: { id: risk.ref },
              body: {
                ...common,
                owner: fields.owner?.id ?? null,
                dueOn: fields.dueOn === '' ? null : fields.dueOn,
              },
              ifMatch: fields.revision,
            })
          : create.mutateAsync({
              body: {
                ...common,
                ...(threatens === undefined ? {} : { threatens: [threatens] }),
                ...(madeIn === undefined ? {} : { madeIn }),
                ...(fields.owner ? { owner: fields.owner.id } : {}),
                ...(fields.dueOn === '' ? {} : { dueOn: fields.dueOn }),
              },
            })
      }
    >
      <TextField
        label="What may go wrong"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <Select
          label="Likelihood"
          options={degrees}
          value={fields.likelihood}
          onValueChange={set('likelihood')}
        />
        <Select
          label="Impact"
          options={degrees}
          value={fields.impact}
          onValueChange={set('impact')}
        />
      </div>
      <TextArea
        label="What is being done"
        value={fields.mitigation}
        onValueChange={set('mitigation')}
      />
      <EntityPicker
        label="Owner"
        kind="person"
        hint={risk ? undefined : 'Nobody named: you.'}
        value={fields.owner}
        onValueChange={set('owner')}
      />
      <DateField
        label="By when that is to have helped"
        value={fields.dueOn}
        onValueChange={set('dueOn')}
        error={faultOf(error, 'dueOn')}
      />
    </FormDialog>
  );
}
