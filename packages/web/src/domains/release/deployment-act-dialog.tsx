import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** What became of a step whose worker was lost. */
export type Answer = 'retry' | 'done' | 'failed';

const answers: readonly { value: Answer; label: string; hint: string }[] = [
  { value: 'done', label: 'It was done', hint: 'The deployment goes on with the next step.' },
  { value: 'retry', label: 'Run it again', hint: 'Only where running it twice does no harm.' },
  { value: 'failed', label: 'It failed', hint: 'The deployment fails; you may roll back then.' },
];

const outcomes: readonly { value: Answer; label: string; hint?: string }[] = [
  { value: 'done', label: 'It is done' },
  { value: 'failed', label: 'It failed', hint: 'The step counts as failed.' },
];

/** Which waves are taken back: as the pipeline says, or as a person does. */
type Waves = 'plan' | 'failed' | 'all';

const waveChoices: readonly { value: Waves; label: string }[] = [
  { value: 'plan', label: 'As the pipeline says' },
  { value: 'failed', label: 'Only the wave that failed' },
  { value: 'all', label: 'Every wave that had begun' },
];

/** What a dialog sends. */
export interface Sent {
  readonly text: string;
  readonly answer: Answer;
  readonly waves: Waves;
  readonly despiteMigration: boolean;
}

/** What a dialog about a deployment asks, and what it sends. */
export interface DeploymentAsk {
  readonly title: string;
  readonly description: string;
  readonly submit: string;
  /** The text field: its label, the body's field that it is, whether it may stay empty. */
  readonly text?: { readonly label: string; readonly field: string; readonly required: boolean };
  /** Asks what became of a lost step, or of what a person did. */
  readonly asks?: 'lost' | 'outcome';
  /** Asks how far a rollback goes, and whether in spite of a migration. */
  readonly rollsBack?: { readonly waves: boolean; readonly migration: boolean };
  /** Typed to confirm what touches production. */
  readonly phrase?: string | undefined;
}

/** Asks before a deployment is moved: a reason, an answer, a typed confirmation. */
export function DeploymentActDialog({
  ask,
  busy,
  error,
  onSend,
  onClose,
}: {
  readonly ask: DeploymentAsk;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onSend: (sent: Sent) => Promise<unknown>;
  readonly onClose: () => void;
}) {
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<Answer>('done');
  const [waves, setWaves] = useState<Waves>('plan');
  const [despiteMigration, setDespiteMigration] = useState(false);
  const [typed, setTyped] = useState('');
  const [unready, setUnready] = useState<Error | null>(null);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={ask.title}
      description={ask.description}
      submit={ask.submit}
      busy={busy}
      error={unready ?? error}
      onSubmit={async () => {
        const fault =
          ask.text?.required && text.trim() === ''
            ? 'Give a reason: others read it on this page.'
            : ask.phrase !== undefined && typed.trim() !== ask.phrase
              ? `Type ${ask.phrase} to confirm: this touches production.`
              : undefined;
        const refusal = fault === undefined ? null : new Error(fault);
        setUnready(refusal);
        if (refusal) throw refusal;
        await onSend({ text, answer, waves, despiteMigration });
      }}
    >
      {ask.asks && (
        <RadioGroup
          label="What became of it"
          options={ask.asks === 'lost' ? answers : outcomes}
          value={answer}
          onValueChange={setAnswer}
        />
      )}
      {ask.rollsBack?.waves && (
        <RadioGroup
          label="How far back"
          options={waveChoices}
          value={waves}
          onValueChange={setWaves}
        />
      )}
      {ask.rollsBack?.migration && (
        <Checkbox
          label="In spite of the migration that has no way back"
          hint="What ran before may not know the data as they are now."
          checked={despiteMigration}
          onCheckedChange={setDespiteMigration}
        />
      )}
      {ask.text && (
        <TextArea
          label={ask.text.label}
          required={ask.text.required}
          value={text}
          onValueChange={(next) => {
            setText(next);
            setUnready(null);
          }}
          error={faultOf(error, ask.text.field)}
        />
      )}
      {ask.phrase !== undefined && (
        <TextField
          label={`Type ${ask.phrase} to confirm`}
          mono
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onValueChange={(next) => {
            setTyped(next);
            setUnready(null);
          }}
        />
      )}
    </FormDialog>
  );
}
