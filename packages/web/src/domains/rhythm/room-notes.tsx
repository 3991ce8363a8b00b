import { useState, type SubmitEvent } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Review, Room } from './rhythm-types.ts';

function Line({
  review,
  note,
  mayStrike,
}: {
  readonly review: string;
  readonly note: Room['notes'][number];
  readonly mayStrike: boolean;
}) {
  const strike = useWrite('rhythm.strikeNote');
  return (
    <li className="flex items-baseline justify-between gap-3">
      <span className="min-w-0 break-words">
        {note.struckAt === null ? note.text : <s className="text-tertiary">{note.text}</s>}{' '}
        <span className="text-xs text-secondary">{note.by}</span>
      </span>
      {mayStrike && note.struckAt === null && (
        <Button
          size="sm"
          tone="quiet"
          busy={strike.isPending}
          aria-label={`Strike out “${note.text}”`}
          onClick={() => strike.mutate({ params: { id: review, note: note.ref } })}
        >
          Strike out
        </Button>
      )}
    </li>
  );
}

/** The lines that were noted, by the agenda's points, and the field for the next one. */
export function RoomNotes({
  review,
  room,
  point,
}: {
  readonly review: Review;
  readonly room: Room;
  /** The point under which a new line goes; undefined where notes are only read. */
  readonly point?: number;
}) {
  const add = useWrite('rhythm.addNote');
  const [text, setText] = useState('');
  const open = review.state !== 'closed' && review.state !== 'cancelled';
  const writes = open && room.mayNote && point !== undefined;
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() === '' || add.isPending) return;
    add.mutate(
      { params: { id: review.ref }, body: { text, point: point ?? null } },
      { onSuccess: () => setText('') },
    );
  };
  const places = [...new Set(room.notes.map((note) => note.point))].toSorted(
    (one, other) => (one ?? -1) - (other ?? -1),
  );
  return (
    <Section title="Notes">
      <div className="flex flex-col gap-3">
        {room.notes.length === 0 && (
          <p className="text-secondary">
            {open ? 'Nothing was noted yet.' : 'No notes were taken.'}
          </p>
        )}
        {places.map((place) => (
          <div key={place ?? 'none'} className="flex flex-col gap-1">
            {place !== null && (
              <h3 className="text-xs font-medium text-secondary">
                {review.agenda[place]?.title ?? `Point ${place + 1}`}
              </h3>
            )}
            <ul className="flex flex-col gap-1">
              {room.notes
                .filter((note) => note.point === place)
                .map((note) => (
                  <Line
                    key={note.ref}
                    review={review.ref}
                    note={note}
                    mayStrike={open && (note.mine || room.mayRun)}
                  />
                ))}
            </ul>
          </div>
        ))}
        {add.error && <ErrorState problem={shownProblem(add.error)} compact />}
        {writes && (
          <form className="flex items-end gap-2" onSubmit={send} data-print="hide">
            <div className="min-w-0 grow">
              <TextField
                label="Note"
                hint="Everybody’s lines stand side by side: none overwrites another."
                maxLength={2000}
                value={text}
                onValueChange={setText}
              />
            </div>
            <Button type="submit" busy={add.isPending}>
              Add the note
            </Button>
          </form>
        )}
      </div>
    </Section>
  );
}
