import { faultOf } from '../../api/problem.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { keyFor } from './key-for.ts';
import type { Cycle } from './rhythm-types.ts';
import { useChangeCycle } from './use-change-cycle.ts';
import { WhoField } from './who-field.tsx';

/** Adds a session to a copied cycle, or changes what one is called, who decides and who leads it. */
export function CycleSessionDialog({
  cycle,
  session,
  onClose,
}: {
  readonly cycle: Cycle;
  readonly session?: string | undefined;
  readonly onClose: () => void;
}) {
  const { template, save, busy, error } = useChangeCycle(cycle);
  const place = template.sessions.findIndex(({ key }) => key === session);
  const present = template.sessions[place];
  const { fields, set } = useFields({
    title: present?.title ?? '',
    decider: present?.decider ?? template.decider,
    ledBy: present?.ledBy ?? template.ledBy,
    ownLead: present?.ledBy !== undefined,
    limit: present?.maxMinutesPerSprintWeek ?? null,
  });
  const at = place < 0 ? template.sessions.length : place;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={present ? `Change ${present.title}` : 'Add a session'}
      description={
        present
          ? 'A unit holds it as a cadence of its own.'
          : 'It begins with the cycle’s own rule and one point to discuss; when it is held, its agenda and its pack are changed afterwards.'
      }
      submit={present ? 'Change' : 'Add'}
      busy={busy}
      error={error}
      onSubmit={() => {
        const {
          ledBy: _,
          maxMinutesPerSprintWeek: __,
          ...kept
        } = present ?? {
          key: keyFor(fields.title, new Set(template.sessions.map(({ key }) => key)), 'session'),
          rule: template.rule,
          preReadBusinessDays: 0,
          agenda: [{ title: 'Discuss', minutes: 30, sections: [] }],
          pack: [],
          outputs: [],
        };
        const changed = {
          ...kept,
          title: fields.title,
          decider: fields.decider,
          ...(fields.ownLead ? { ledBy: fields.ledBy } : {}),
          ...(fields.limit === null ? {} : { maxMinutesPerSprintWeek: fields.limit }),
        };
        return save({ sessions: template.sessions.toSpliced(at, 1, changed) });
      }}
    >
      <TextField
        label="Title"
        required
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, `sessions.${at}.title`)}
      />
      <WhoField
        label="Decider"
        value={fields.decider}
        onValueChange={set('decider')}
        error={faultOf(error, `sessions.${at}.decider`)}
      />
      <Checkbox
        label="Led by somebody else than the cycle says"
        checked={fields.ownLead}
        onCheckedChange={set('ownLead')}
      />
      {fields.ownLead && (
        <WhoField
          label="Led by"
          value={fields.ledBy}
          onValueChange={set('ledBy')}
          error={faultOf(error, `sessions.${at}.ledBy`)}
        />
      )}
      <NumberField
        label="Limit"
        hint="So many minutes at most for each week of the sprint; may be empty."
        unit="min"
        value={fields.limit}
        min={1}
        max={10_080}
        decimals={0}
        onValueChange={set('limit')}
      />
    </FormDialog>
  );
}
