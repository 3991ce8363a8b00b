import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useList, useRead, useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Cadence, Cycle } from './rhythm-types.ts';
import type { RuleJson } from './rule-draft.ts';
import { RuleEditor } from './rule-editor.tsx';
import { ToggleSet } from './toggle-set.tsx';
import { minutesOf } from './use-change-cycle.ts';

/** Whether a cycle leaves parts to be named by the team that holds it. */
function namesTeamRoles({ ledBy, decider, attendees, sessions }: Cycle['template']): boolean {
  return [
    ledBy,
    decider,
    ...attendees,
    ...sessions.flatMap((one) => [one.decider, one.ledBy]),
  ].some((who) => who !== undefined && 'teamRole' in who && who.teamRole !== 'team');
}

/** What a cadence goes by without a rule of its own: its session, or the cycle itself. */
function heldOf(cycle: Cycle | undefined, key: string | null | undefined) {
  const template = cycle?.template.sessions.find((one) => one.key === key);
  const session = cycle?.sessions.find((one) => one.key === key);
  if (cycle && template?.rule !== undefined && session) {
    return {
      title: session.title,
      rule: template.rule,
      ruleSays: session.ruleSays ?? '',
      durationMinutes: minutesOf(template.agenda) || 1,
      preReadBusinessDays: template.preReadBusinessDays,
    };
  }
  return cycle && { ...cycle, title: undefined };
}

const orNull = (text: string) => (text === '' ? null : text);

/** Lets a unit hold a cycle, or changes when and how it does. */
export function CadenceDialog({
  cadence,
  onClose,
}: {
  readonly cadence?: Cadence;
  readonly onClose: () => void;
}) {
  const navigate = useNavigate();
  const cycles = useList('rhythm.listCycles', { query: {} });
  const create = useWrite('rhythm.createCadence');
  const change = useWrite('rhythm.changeCadence');
  const { fields, set } = useFields({
    cycle: cadence?.cycle.ref.toString() ?? '',
    unit: optionOf(cadence?.unit),
    parent: optionOf(cadence?.parent),
    time: cadence?.time ?? '',
    timeZone: cadence?.timeZone ?? '',
    facilitator: optionOf(cadence?.facilitator),
    productOwner: optionOf(cadence?.productOwner),
    since: cadence?.since ?? '',
    until: cadence?.until ?? '',
    revision: cadence?.revision ?? 0,
  });
  const error = cadence ? change.error : create.error;
  const [chosen, setChosen] = useState<readonly string[]>();
  const [ownRule, setOwnRule] = useState(cadence !== undefined && cadence.rule !== null);
  const [rule, setRule] = useState<RuleJson | null>(cadence?.rule ?? null);
  const template = useRead(
    'rhythm.getCycle',
    { params: { id: fields.cycle } },
    { enabled: fields.cycle !== '' },
  );
  const offered = template.data?.sessions ?? [];
  const several = !cadence && offered.length > 0;
  const sessions = chosen ?? offered.map(({ key }) => key);
  const held = heldOf(template.data, cadence ? cadence.session : sessions[0]);
  // Sessions are held at hours of their own: one rule for several would put them on top of each other.
  const atOnce = several && sessions.length > 1;
  return (
    <FormDialog
      open
      size={ownRule ? 'lg' : 'md'}
      onOpenChange={onClose}
      title={cadence ? 'Change the cadence' : 'Add a cadence'}
      description={
        cadence
          ? 'Reviews that are on the calendar stay where they are: move or cancel those on their own pages.'
          : 'A unit holds a cycle. Its dates come from the cycle’s rule when the year is compiled.'
      }
      submit={cadence ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (cadence) {
          await change.mutateAsync({
            params: { id: cadence.ref },
            body: {
              ...(fields.cycle === cadence.cycle.ref ? {} : { cycle: fields.cycle }),
              parent: fields.parent?.id ?? null,
              rule: ownRule && rule ? { ...rule } : null,
              time: orNull(fields.time),
              timeZone: orNull(fields.timeZone),
              facilitator: fields.facilitator?.id ?? null,
              productOwner: fields.productOwner?.id ?? null,
              since: orNull(fields.since),
              until: orNull(fields.until),
            },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: {
            cycle: fields.cycle,
            unit: fields.unit?.id ?? '',
            ...(several ? { sessions: [...sessions] } : {}),
            ...(fields.parent ? { parent: fields.parent.id } : {}),
            ...(ownRule && rule && !atOnce ? { rule: { ...rule } } : {}),
            ...(fields.time === '' ? {} : { time: fields.time }),
            ...(fields.timeZone === '' ? {} : { timeZone: fields.timeZone }),
            ...(fields.facilitator ? { facilitator: fields.facilitator.id } : {}),
            ...(fields.productOwner ? { productOwner: fields.productOwner.id } : {}),
            ...(fields.since === '' ? {} : { since: fields.since }),
            ...(fields.until === '' ? {} : { until: fields.until }),
          },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <Select
        label="Cycle"
        required
        placeholder="Choose a cycle"
        options={cycles.items.map((cycle) => ({
          value: cycle.ref as string,
          label: cycle.title,
        }))}
        value={fields.cycle}
        onValueChange={(cycle) => {
          set('cycle')(cycle);
          setChosen(undefined);
        }}
        error={faultOf(error, 'cycle')}
      />
      {!cadence && (
        <EntityPicker
          label="Unit"
          kind="unit"
          required
          value={fields.unit}
          onValueChange={set('unit')}
          error={faultOf(error, 'unit')}
        />
      )}
      {several && (
        <ToggleSet
          label="Sessions"
          hint={
            sessions.length === 0
              ? 'None: what the cycle’s own rule, agenda and pack hold.'
              : 'Each becomes a cadence of its own.'
          }
          options={offered.map(({ key, title }) => ({ value: key, label: title }))}
          value={sessions}
          onValueChange={setChosen}
        />
      )}
      <EntityPicker
        label="Rises to"
        kind="cadence"
        hint="The cadence that takes up what isn’t settled here."
        value={fields.parent}
        onValueChange={set('parent')}
      />
      <Checkbox
        label="A rule of its own"
        hint={
          atOnce
            ? 'Of one session at a time. Each goes by its own otherwise.'
            : `Otherwise ${held?.title ?? 'the cycle'}’s${held ? `: ${held.ruleSays}` : ''}.`
        }
        checked={ownRule && !atOnce}
        disabled={!held || atOnce}
        onCheckedChange={(own) => {
          setOwnRule(own);
          setRule((before) => before ?? held?.rule ?? null);
        }}
      />
      {ownRule && !atOnce && rule && held && (
        <RuleEditor
          rule={rule}
          durationMinutes={held.durationMinutes}
          preReadBusinessDays={held.preReadBusinessDays}
          onRuleChange={setRule}
        />
      )}
      <TextField
        label="Time"
        type="time"
        hint="Empty: the rule’s."
        value={fields.time}
        onValueChange={set('time')}
        error={faultOf(error, 'time')}
      />
      <TextField
        label="Time zone"
        placeholder="America/Los_Angeles"
        hint="Empty: the organisation’s."
        value={fields.timeZone}
        onValueChange={set('timeZone')}
        error={faultOf(error, 'timeZone')}
      />
      {template.data && namesTeamRoles(template.data.template) && (
        <div className="grid gap-4 sm:grid-cols-2">
          <EntityPicker
            label="Facilitator"
            kind="person"
            hint="Of this team’s reviews, until one names another."
            value={fields.facilitator}
            onValueChange={set('facilitator')}
          />
          <EntityPicker
            label="Product owner"
            kind="person"
            value={fields.productOwner}
            onValueChange={set('productOwner')}
          />
        </div>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <DateField label="Since" value={fields.since} onValueChange={set('since')} />
        <DateField
          label="Until"
          hint="That day no longer belongs to it."
          value={fields.until}
          onValueChange={set('until')}
          error={faultOf(error, 'until')}
        />
      </div>
    </FormDialog>
  );
}
