import { useState } from 'react';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import type { ComboboxOption } from '../../ui/combobox-option.ts';
import { presentMs } from '../../ui/present.ts';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.ts';
import type { FailureRow, FailureView } from './release-types.ts';

/** What can be done about failures. */
export type FailureAct = FailureView['can'][number];

type Sent = Parameters<
  ReturnType<typeof useWrite<'release.actOnFailures'>>['mutateAsync']
>[0]['body']['act'];

interface Ask {
  readonly title: string;
  readonly description: string;
  readonly submit: string;
  /** The text that it takes; needed where `needed`. */
  readonly text?: { readonly label: string; readonly needed: boolean };
  /** It holds until a moment. */
  readonly until?: 'needed' | 'open';
  /** Touches what runs: production asks for a typed confirmation. */
  readonly touches: boolean;
}

/** The acts by their buttons' words. */
export const actLabels: Readonly<Record<FailureAct, string>> = {
  retry: 'Retry',
  skip: 'Skip the step',
  answer: 'Say what became of it',
  'roll-back': 'Roll back',
  freeze: 'Freeze',
  hold: 'Hold',
  release: 'End the hold',
  settle: 'Settle',
  assign: 'Assign',
};

const asks: Readonly<Record<FailureAct, Ask>> = {
  retry: {
    title: 'Run the failed step again?',
    description: 'The deployment goes on from there.',
    submit: 'Retry',
    touches: true,
  },
  skip: {
    title: 'Go on without the failed step?',
    description: 'The deployment goes on with the next step; the reason stays with it.',
    submit: 'Skip the step',
    text: { label: 'Reason', needed: true },
    touches: true,
  },
  answer: {
    title: 'What became of the step?',
    description: 'Its worker was lost while it ran. Look at the environment first.',
    submit: 'Say so',
    text: { label: 'How you know', needed: false },
    touches: true,
  },
  'roll-back': {
    title: 'Roll back?',
    description: 'The pipeline’s rollback steps run, and what ran before runs again.',
    submit: 'Roll back',
    text: { label: 'Reason', needed: true },
    touches: true,
  },
  freeze: {
    title: 'Freeze the environment?',
    description: 'No new deployment begins there. Those under way go on.',
    submit: 'Freeze',
    text: { label: 'Reason', needed: true },
    until: 'open',
    touches: false,
  },
  hold: {
    title: 'Hold it for later?',
    description:
      'Until then nobody is asked about it, and nothing new begins in its place: what waits in the queue goes on waiting.',
    submit: 'Hold',
    text: { label: 'Reason', needed: true },
    until: 'needed',
    touches: false,
  },
  release: {
    title: 'End the hold?',
    description: 'It needs somebody again, and what waits in the queue may begin.',
    submit: 'End the hold',
    touches: false,
  },
  settle: {
    title: 'Settle it?',
    description: 'Say what settled it: whoever meets the same failure reads it.',
    submit: 'Settle',
    text: { label: 'What settled it', needed: true },
    touches: false,
  },
  assign: {
    title: 'Who takes it?',
    description: 'It stands on their Home until it is settled.',
    submit: 'Assign',
    touches: false,
  },
};

const spans = [
  { value: '1', label: 'One hour' },
  { value: '4', label: 'Four hours' },
  { value: '24', label: 'One day' },
  { value: '168', label: 'One week' },
] as const;
const unending = { value: '', label: 'Until somebody ends it' } as const;

type Span = (typeof spans)[number]['value'] | '';

const answers = [
  { value: 'done', label: 'It was done', hint: 'The deployment goes on with the next step.' },
  { value: 'retry', label: 'Run it again', hint: 'Only where running it twice does no harm.' },
  { value: 'failed', label: 'It failed', hint: 'You may roll back then.' },
] as const;

type Answer = (typeof answers)[number]['value'];

interface Fields {
  readonly text: string;
  readonly span: Span;
  readonly answer: Answer;
  readonly person: ComboboxOption | null;
  readonly typed: string;
}

function untilOf(span: Span): string | undefined {
  return span === '' ? undefined : new Date(presentMs() + Number(span) * 3_600_000).toISOString();
}

function doing(act: FailureAct, fields: Fields): Sent {
  const reason = fields.text;
  const until = untilOf(fields.span);
  switch (act) {
    case 'retry':
    case 'release':
      return { do: act };
    case 'skip':
    case 'roll-back':
      return { do: act, reason };
    case 'answer':
      return { do: act, reason, answer: fields.answer };
    case 'freeze':
      return { do: act, reason, ...(until === undefined ? {} : { until }) };
    case 'hold':
      return { do: act, reason, until: until ?? '' };
    case 'settle':
      return { do: act, note: reason };
    case 'assign':
      return { do: act, person: fields.person?.id ?? null };
  }
}

/** What must be typed before something that runs in production is touched. */
function phraseOf(ask: Ask, failures: readonly FailureRow[]): string | undefined {
  const inProduction = failures.filter(({ production }) => production);
  if (!ask.touches || inProduction.length === 0) return undefined;
  const [only] = failures;
  return failures.length === 1
    ? (only?.deployment?.version ?? 'production')
    : `${failures.length} failures`;
}

/** Asks about one failure or many, then does it; what was refused of some is said with its reason. */
export function FailureActDialog({
  act,
  failures,
  onClose,
}: {
  readonly act: FailureAct;
  readonly failures: readonly FailureRow[];
  readonly onClose: (done: boolean) => void;
}) {
  const write = useWrite('release.actOnFailures');
  const ask = asks[act];
  const phrase = phraseOf(ask, failures);
  const { fields, set } = useFields<Fields>({
    text: '',
    span: ask.until === 'needed' ? '4' : '',
    answer: 'done',
    person: failures.length === 1 ? optionOf(failures[0]?.assignee) : null,
    typed: '',
  });
  const [refusal, setRefusal] = useState<Error | null>(null);
  const refuse = (says: string) => {
    const error = new Error(says);
    setRefusal(error);
    return error;
  };
  const send = async () => {
    setRefusal(null);
    if (ask.text?.needed && fields.text.trim() === '') {
      throw refuse(`${ask.text.label}: say it, others read it.`);
    }
    if (phrase !== undefined && fields.typed.trim() !== phrase) {
      throw refuse(`Type ${phrase} to confirm: this touches production.`);
    }
    const { results } = await write.mutateAsync({
      body: { failures: failures.map(({ ref }) => ref), act: doing(act, fields) },
    });
    const refused = results.filter(({ done }) => !done);
    const title = (ref: string) => failures.find((one) => one.ref === ref)?.title ?? ref;
    if (refused.length > 0) {
      const done = results.length - refused.length;
      throw refuse(
        `${done === 0 ? '' : `Done for ${done} of ${results.length}. `}${refused
          .map(({ failure, says }) => (results.length === 1 ? says : `${title(failure)}: ${says}`))
          .join(' ')}`,
      );
    }
    const [only] = results;
    toast({
      title: results.length === 1 ? (only?.says ?? '') : `Done for ${results.length} failures.`,
    });
    onClose(true);
  };
  return (
    <FormDialog
      open
      onOpenChange={(open) => !open && onClose(false)}
      title={failures.length === 1 ? ask.title : `${ask.title} (${failures.length})`}
      description={ask.description}
      submit={ask.submit}
      busy={write.isPending}
      error={refusal ?? write.error}
      onSubmit={send}
    >
      {act === 'answer' && (
        <RadioGroup
          label="What became of it"
          options={answers}
          value={fields.answer}
          onValueChange={set('answer')}
        />
      )}
      {act === 'assign' && (
        <EntityPicker
          label="Person"
          kind="person"
          hint="Left empty, nobody in particular."
          value={fields.person}
          onValueChange={set('person')}
        />
      )}
      {ask.text && (
        <TextArea
          label={ask.text.label}
          required={ask.text.needed}
          value={fields.text}
          onValueChange={set('text')}
        />
      )}
      {ask.until !== undefined && (
        <Select
          label="For"
          options={ask.until === 'needed' ? spans : [unending, ...spans]}
          value={fields.span}
          onValueChange={set('span')}
        />
      )}
      {phrase !== undefined && (
        <TextField
          label={`Type ${phrase} to confirm`}
          mono
          autoComplete="off"
          spellCheck={false}
          value={fields.typed}
          onValueChange={set('typed')}
        />
      )}
    </FormDialog>
  );
}
