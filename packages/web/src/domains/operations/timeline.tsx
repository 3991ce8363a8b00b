import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState, type SubmitEvent } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Instant } from '../../ui/time.tsx';

type Notes = OutputOf<OperationOf<'operations.getIncident'>>['notes'];

/** What happened when, as people wrote it down; the next line goes below. */
export function Timeline({ id, notes }: { readonly id: string; readonly notes: Notes }) {
  const add = useWrite('operations.addIncidentNote');
  const [text, setText] = useState('');
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() === '' || add.isPending) return;
    try {
      await add.mutateAsync({ params: { id }, body: { text } });
      setText('');
    } catch {
      // Shown below; the words stay.
    }
  };
  return (
    <Section title="Timeline">
      {notes.length === 0 && <p className="text-secondary">Nothing was noted yet.</p>}
      <ol className="flex flex-col gap-1">
        {notes.map((note) => (
          <li key={`${note.at} ${note.text}`} className="flex flex-wrap gap-x-4">
            <span className="text-secondary">
              <Instant at={note.at} /> {note.by}
            </span>
            <span>{note.text}</span>
          </li>
        ))}
      </ol>
      <form className="mt-3 flex items-end gap-2" onSubmit={(event) => void send(event)}>
        <div className="min-w-0 grow">
          <TextField
            label="Add to the timeline"
            maxLength={5000}
            value={text}
            onValueChange={setText}
          />
        </div>
        <Button type="submit" busy={add.isPending}>
          Add
        </Button>
      </form>
      {add.error && <ErrorState problem={shownProblem(add.error)} compact />}
    </Section>
  );
}
