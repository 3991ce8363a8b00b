import type { FlagConfiguration } from '@throughline/contract';
import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { momentInZone } from '../../ui/moment-in-zone.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';
import { toast } from '../../ui/toast.ts';
import { readStanding } from './configuration-reading.ts';
import { configurationOf, type FlagInEnvironment, type FlagView } from './flag-types.ts';

/** Puts a change to another person, to a moment, or to both; of the switch alone without a draft. */
export function ProposeChange({
  flag,
  present,
  draft,
  revision = present.revision,
  onOpenChange,
  onDone,
}: {
  readonly flag: FlagView;
  readonly present: FlagInEnvironment;
  /** What is to decide; without it the switch alone is turned over. */
  readonly draft?: FlagConfiguration | undefined;
  /** What the draft was made from. */
  readonly revision?: number;
  readonly onOpenChange: (open: boolean) => void;
  readonly onDone?: () => void;
}) {
  const propose = useWrite('flags.proposeFlagChange');
  const zone = useTimeZone();
  const [note, setNote] = useState('');
  const [at, setAt] = useState('');
  const { environment, reviewRequired } = present;
  const after = draft ?? { ...configurationOf(present), on: !present.on };
  const { on, ...configuration } = after;
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={reviewRequired ? 'Ask for a review' : 'Plan the change'}
      description={`${flag.key} in ${environment.title}, then ${readStanding(after, flag.variations)}.`}
      submit={reviewRequired ? 'Ask for a review' : 'Plan it'}
      busy={propose.isPending}
      error={propose.error}
      onSubmit={async () => {
        await propose.mutateAsync({
          params: { id: flag.ref, environment: environment.ref },
          body: {
            on,
            ...(draft ? { configuration } : {}),
            note,
            ...(at === '' ? {} : { applyAt: momentInZone(zone, at) }),
          },
          ifMatch: revision,
        });
        toast({
          title: reviewRequired
            ? 'Another person is asked to review it'
            : `It is planned for ${environment.title}`,
        });
        onDone?.();
      }}
    >
      <TextArea
        label="Note"
        hint={reviewRequired ? 'Whoever reviews it reads why.' : 'Why then.'}
        value={note}
        onValueChange={setNote}
        error={faultOf(propose.error, 'note')}
      />
      <TextField
        label="At"
        type="datetime-local"
        required={!reviewRequired}
        hint={`In ${zone}.${reviewRequired ? ' Left empty, as soon as it is approved.' : ''}`}
        value={at}
        onValueChange={setAt}
        error={faultOf(propose.error, 'applyAt')}
      />
    </FormDialog>
  );
}
