import { faultOf } from '../../api/problem.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ListRows } from './list-rows.tsx';
import type { Cycle } from './rhythm-types.ts';
import { useChangeCycle } from './use-change-cycle.ts';
import { WhoField, type Who } from './who-field.tsx';

/** Changes what a copied cycle is called and for, who leads, who decides and who attends. */
export function CyclePeopleDialog({
  cycle,
  onClose,
}: {
  readonly cycle: Cycle;
  readonly onClose: () => void;
}) {
  const { template, save, busy, error } = useChangeCycle(cycle);
  const { fields, set } = useFields({
    title: template.title,
    shortTitle: template.shortTitle ?? '',
    purpose: template.purpose,
    ledBy: template.ledBy,
    decider: template.decider,
    attendees: [...template.attendees],
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title="Change title and roles"
      description="Posts and units, never persons: a vacancy is shown as one."
      submit="Change"
      busy={busy}
      error={error}
      onSubmit={() => {
        const { shortTitle, ...part } = fields;
        return save({ ...part, shortTitle: shortTitle === '' ? undefined : shortTitle });
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Title"
          required
          value={fields.title}
          onValueChange={set('title')}
          error={faultOf(error, 'title')}
        />
        <TextField
          label="Short title"
          value={fields.shortTitle}
          onValueChange={set('shortTitle')}
          error={faultOf(error, 'shortTitle')}
        />
      </div>
      <TextArea
        label="What it is for"
        required
        value={fields.purpose}
        onValueChange={set('purpose')}
        error={faultOf(error, 'purpose')}
      />
      <WhoField
        label="Led by"
        value={fields.ledBy}
        onValueChange={set('ledBy')}
        error={faultOf(error, 'ledBy')}
      />
      <WhoField
        label="Decider"
        value={fields.decider}
        onValueChange={set('decider')}
        error={faultOf(error, 'decider')}
      />
      <ListRows<Who>
        label="Attendees"
        rows={fields.attendees}
        nameOf={(_, place) => `attendees ${place + 1}`}
        add={{ label: 'Add attendees', row: () => ({ membersOf: '$unit' }) }}
        empty="Nobody besides who leads and decides."
        onRowsChange={set('attendees')}
      >
        {(who, place, change) => (
          <WhoField label={`Attendees ${place + 1}`} value={who} onValueChange={change} />
        )}
      </ListRows>
    </FormDialog>
  );
}
