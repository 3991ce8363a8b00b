import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState, type SubmitEvent } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { momentInZone } from '../../ui/moment-in-zone.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Instant } from '../../ui/time.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';
import { timelineOptions, wordOf } from './words.ts';

type Notes = OutputOf<OperationOf<'operations.getIncident'>>['notes'];
type Kind = (typeof timelineOptions)[number]['value'];

/** What happened when, as people and tools wrote it down; the next line goes below. */
export function Timeline({ id, notes }: { readonly id: string; readonly notes: Notes }) {
  const add = useWrite('operations.addIncidentNote');
  const zone = useTimeZone();
  const [text, setText] = useState('');
  const [kind, setKind] = useState<Kind>('note');
  const [at, setAt] = useState('');
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() === '' || add.isPending) return;
    try {
      const when = at === '' ? {} : { at: momentInZone(zone, at) };
      await add.mutateAsync({ params: { id }, body: { text, kind, ...when } });
      setText('');
      setAt('');
    } catch {
      // Shown below; the words stay.
    }
  };
  return (
    <Section title="Timeline">
      {notes.length === 0 && <p className="text-secondary">Nothing was noted yet.</p>}
      <ol className="flex flex-col gap-1">
        {notes.map((note) => (
          <li key={`${note.at} ${note.writtenAt} ${note.text}`} className="flex flex-wrap gap-x-4">
            <span className="text-secondary">
              <Instant at={note.at} /> {note.by}
            </span>
            {note.kind !== 'note' && note.kind !== 'status' && (
              <Badge>{wordOf(timelineOptions, note.kind)}</Badge>
            )}
            <span className="min-w-0 break-words">{note.text}</span>
          </li>
        ))}
      </ol>
      <form
        className="mt-3 grid items-end gap-2 sm:grid-cols-[minmax(12rem,1fr)_9rem_14rem_auto]"
        onSubmit={(event) => void send(event)}
        data-print="hide"
      >
        <TextField
          label="Add to the timeline"
          maxLength={5000}
          value={text}
          onValueChange={setText}
        />
        <Select label="Kind" options={timelineOptions} value={kind} onValueChange={setKind} />
        <TextField
          label={`When (${zone}), if not now`}
          type="datetime-local"
          value={at}
          onValueChange={setAt}
        />
        <Button type="submit" busy={add.isPending}>
          Add
        </Button>
      </form>
      {add.error && <ErrorState problem={shownProblem(add.error)} compact />}
    </Section>
  );
}
