import type { OperationOf, OutputOf, Readiness } from '@throughline/contract';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useWrite } from '../../api/use-operation.ts';
import { useIdentity } from '../../access/session.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { toast } from '../../ui/toast.ts';
import { Verdict } from './verdict.tsx';

type Launch = OutputOf<OperationOf<'launch.getLaunch'>>;

const go = { effect: 'launch.go', option: 'Go', hint: 'Refused while a P0 item is missing.' };
const noGo = {
  effect: 'launch.no-go',
  option: 'No-go',
  hint: 'The launch stops as it is planned.',
};
const hold = {
  effect: 'launch.hold',
  option: 'Hold',
  hint: 'Back to planning; no go until it is lifted.',
};
const resume = { effect: 'launch.resume', option: 'Lift the hold', hint: 'It may go again.' };

interface Fields {
  readonly option: string;
  readonly reason: string;
  readonly decider: ComboboxOption | null;
}

/**
 * Decides on a launch: the decision is proposed with all its options, and confirmed at once by who
 * decides themselves; named for somebody else, it waits on their Home.
 */
export function DecideLaunch({
  launch,
  readiness,
  onClose,
}: {
  readonly launch: Launch;
  readonly readiness: Readiness;
  readonly onClose: () => void;
}) {
  const identity = useIdentity();
  const propose = useWrite('decisions.createDecision');
  const confirm = useWrite('decisions.confirmDecision');
  // Proposed already, where the confirmation was refused: it is not proposed a second time.
  const [proposed, setProposed] = useState<{ ref: string; decider: string | undefined } | null>(
    null,
  );
  const choices = launch.hold === null ? [go, noGo, hold] : [resume, noGo];
  const { fields, set } = useFields<Fields>({
    option: choices[0]?.option ?? '',
    reason: '',
    decider: null,
  });
  const mine = fields.decider === null || fields.decider.id === identity.person;
  const decider = fields.decider?.id;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Decide on ${launch.title}`}
      description={readiness.says}
      submit={mine ? 'Decide' : 'Propose'}
      busy={propose.isPending || confirm.isPending}
      error={confirm.error ?? propose.error}
      onSubmit={async () => {
        let decision = proposed?.decider === decider ? proposed?.ref : undefined;
        if (decision === undefined) {
          const made = await propose.mutateAsync({
            body: {
              question: `Does “${launch.title}” go on ${launch.targetOn}?`.slice(0, 200),
              options: choices.map(({ option }) => option),
              madeIn: launch.ref,
              effects: choices.map(({ effect, option }) => ({
                effect,
                option,
                target: launch.ref,
              })),
              ...(decider ? { decider } : {}),
            },
          });
          decision = made.ref;
          setProposed({ ref: decision, decider });
        }
        if (!mine) {
          toast({ title: `${fields.decider?.label ?? 'They'} will find it on Home.` });
          return;
        }
        const present = await call('decisions.getDecision', { params: { id: decision } });
        await confirm.mutateAsync({
          params: { id: decision },
          body: { choice: fields.option, reason: fields.reason },
          ifMatch: present.revision,
        });
      }}
    >
      <p className="flex items-center gap-2">
        By rule today: <Verdict of={readiness.verdict} />
      </p>
      <EntityPicker
        label="Decider"
        hint="You, unless you name somebody."
        kind="person"
        value={fields.decider}
        onValueChange={set('decider')}
      />
      {mine && (
        <>
          <RadioGroup
            label="Decision"
            options={choices.map(({ option, hint }) => ({ value: option, label: option, hint }))}
            value={fields.option}
            onValueChange={set('option')}
          />
          <TextArea
            label="Reason"
            hint="The evidence is kept by itself."
            value={fields.reason}
            onValueChange={set('reason')}
          />
        </>
      )}
    </FormDialog>
  );
}
