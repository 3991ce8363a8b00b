import { useState, type SubmitEvent } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { stateWord } from '../../entity/state-tone.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** Asks whether one person would be told, and names each condition. */
export function WouldBeTold({ reference }: { readonly reference: string }) {
  const preview = useWrite('notify.previewNotification');
  const [key, setKey] = useState('');
  const [segment, setSegment] = useState('');
  const ask = (event: SubmitEvent) => {
    event.preventDefault();
    preview.mutate({
      params: { id: reference },
      body: { context: { kind: 'user', key, ...(segment === '' ? {} : { segment }) } },
    });
  };
  return (
    <Section title="Would they be told?" note="For one person, as of now.">
      <form className="flex flex-wrap items-end gap-3" onSubmit={ask}>
        <TextField label="Person’s key" required value={key} onValueChange={setKey} />
        <TextField
          label="Segment"
          placeholder="general-contractor"
          value={segment}
          onValueChange={setSegment}
        />
        <Button type="submit" busy={preview.isPending}>
          Ask
        </Button>
      </form>
      {preview.error && <ErrorState problem={shownProblem(preview.error)} compact />}
      {preview.data && (
        <div className="mt-3 flex flex-col gap-2" role="status">
          <p className="font-medium">{preview.data.eligible ? 'Yes.' : 'No.'}</p>
          <ul className="flex flex-col gap-2">
            {preview.data.conditions.map(({ condition, holds, says }) => (
              <li key={condition} className="flex flex-wrap items-center gap-2">
                <Status tone={holds ? 'on-track' : 'off-track'} word={stateWord(condition)} />
                <span className="text-secondary">{says}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}
