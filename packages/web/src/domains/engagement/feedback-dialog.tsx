import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { heardAtOptions, themesOf } from './words.ts';

/** What feedback may be about. */
export const subjectKinds = ['initiative', 'feature'] as const;

interface Fields {
  readonly verbatim: string;
  readonly rating: number | null;
  readonly heardAt: (typeof heardAtOptions)[number]['value'];
  readonly account: ComboboxOption | null;
  readonly contact: ComboboxOption | null;
  readonly themes: string;
  readonly about: readonly ComboboxOption[];
}

/** Writes down what somebody said. */
export function FeedbackDialog({ onClose }: { readonly onClose: () => void }) {
  const create = useWrite('engagement.createFeedback');
  const navigate = useNavigate();
  const { fields, set } = useFields<Fields>({
    verbatim: '',
    rating: null,
    heardAt: 'meeting',
    account: null,
    contact: null,
    themes: '',
    about: [],
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Write down feedback"
      submit="Keep it"
      busy={create.isPending}
      error={create.error}
      onSubmit={async () => {
        const made = await create.mutateAsync({
          body: {
            verbatim: fields.verbatim,
            heardAt: fields.heardAt,
            themes: themesOf(fields.themes),
            about: fields.about.map(({ id }) => id),
            ...(fields.rating === null ? {} : { rating: fields.rating }),
            ...(fields.account ? { account: fields.account.id } : {}),
            ...(fields.contact ? { contact: fields.contact.id } : {}),
          },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextArea
        label="In their words"
        required
        maxLength={5000}
        value={fields.verbatim}
        onValueChange={set('verbatim')}
        error={faultOf(create.error, 'verbatim')}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <Select
          label="Heard"
          options={heardAtOptions}
          value={fields.heardAt}
          onValueChange={set('heardAt')}
        />
        <NumberField
          label="Rating"
          hint="1 to 5, where they gave one."
          value={fields.rating}
          onValueChange={set('rating')}
          min={1}
          max={5}
          decimals={0}
        />
      </div>
      <EntityPicker
        label="Account"
        kind="account"
        value={fields.account}
        onValueChange={set('account')}
      />
      <EntityPicker
        label="Contact"
        kind="contact"
        value={fields.contact}
        onValueChange={set('contact')}
      />
      <EntitiesPicker
        label="About"
        kinds={subjectKinds}
        value={fields.about}
        onValueChange={set('about')}
      />
      <TextField
        label="Themes"
        hint="Parted by commas: speed, offline."
        value={fields.themes}
        onValueChange={set('themes')}
      />
    </FormDialog>
  );
}
