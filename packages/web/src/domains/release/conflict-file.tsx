import { Button } from '../../ui/button.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Status } from '../../ui/status.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { Age } from '../../ui/time.tsx';
import { conflictWords, takeWords } from './backport-words.ts';
import { ConflictPlaces } from './conflict-places.tsx';
import { openPlaces } from './conflict-text.ts';
import type { ConflictFileView } from './release-types.ts';

/** How a file is to be settled, as far as a person has come. */
export interface FileDraft {
  readonly take: ConflictFileView['takes'][number] | undefined;
  readonly text: string;
  /** It is the team's earlier settlement, unchanged. */
  readonly remembered: boolean;
}

/** The text with which somebody begins to settle a file. */
export function firstText(file: ConflictFileView): string {
  return file.merged ?? file.line?.text ?? file.change?.text ?? '';
}

/** Whether a file is settled by a draft. */
export function isSettled(draft: FileDraft): boolean {
  if (draft.take === undefined) return false;
  return draft.take !== 'text' || openPlaces(draft.text).length === 0;
}

/** A field of a page knows one end of a line only: a file that has the other keeps it. */
function withEnds(text: string, before: string): string {
  return before.includes('\r\n') ? text.replaceAll(/\r?\n/g, '\r\n') : text;
}

type Side = ConflictFileView['line'];

function sideWords(side: Side): string {
  if (side === null) return 'The file isn’t there.';
  switch (side.kind) {
    case 'text':
      return '';
    case 'binary':
      return `A file that is no text (${side.sha.slice(0, 10)}).`;
    case 'large':
      return `A text too large to show here (${side.sha.slice(0, 10)}).`;
    case 'link':
      return 'A link.';
    case 'submodule':
      return `A submodule at ${side.sha.slice(0, 10)}.`;
  }
}

function WholeSides({ file }: { readonly file: ConflictFileView }) {
  const sides = [
    ['On the line', file.line],
    ['Before both', file.base],
    ['In the change', file.change],
  ] as const;
  return (
    <div className="grid gap-2 lg:grid-cols-3">
      {sides.map(([title, side]) => (
        <div key={title} className="min-w-0">
          <p className="text-xs text-tertiary">{title}</p>
          <pre
            tabIndex={0}
            role="region"
            aria-label={`${title}: ${file.path}`}
            className="max-h-64 overflow-auto rounded-sm border border-line bg-sunken p-2 font-mono text-xs"
          >
            {side?.text ?? <span className="text-tertiary">{sideWords(side)}</span>}
          </pre>
        </div>
      ))}
    </div>
  );
}

/** One file in conflict: what meets in it, what the team did before, and what shall be. */
export function ConflictFile({
  file,
  draft,
  onDraftChange,
}: {
  readonly file: ConflictFileView;
  readonly draft: FileDraft;
  readonly onDraftChange: (draft: FileDraft) => void;
}) {
  const { remembered } = file;
  const settled = isSettled(draft);
  return (
    <section aria-label={file.path} className="flex flex-col gap-3 border-t border-line pt-4">
      <div className="flex flex-wrap items-baseline gap-3">
        <h3 className="font-mono font-medium">{file.path}</h3>
        <span className="text-secondary">{conflictWords[file.kind]}</span>
        <Status plain tone={settled ? 'on-track' : 'waiting'} word={settled ? 'Settled' : 'Open'} />
      </div>
      {remembered && (
        <div className="flex flex-col gap-2 border-l-2 border-accent pl-3">
          <p>
            {remembered.by} settled this very conflict <Age at={remembered.at} />:{' '}
            {takeWords[remembered.take].toLowerCase()}.
          </p>
          {remembered.text !== null && (
            <pre
              tabIndex={0}
              role="region"
              aria-label={`How ${remembered.by} settled ${file.path}`}
              className="max-h-64 overflow-auto rounded-sm border border-line bg-sunken p-2 font-mono text-xs"
            >
              {remembered.text}
            </pre>
          )}
          <div>
            <Button
              onClick={() =>
                onDraftChange({
                  take: remembered.take,
                  text: remembered.text ?? draft.text,
                  remembered: true,
                })
              }
            >
              Take it as it was
            </Button>
          </div>
        </div>
      )}
      {file.merged === null && <WholeSides file={file} />}
      {file.merged !== null && draft.take !== 'text' && draft.take !== undefined && (
        <WholeSides file={file} />
      )}
      {file.merged !== null && (draft.take === 'text' || draft.take === undefined) && (
        <ConflictPlaces
          path={file.path}
          text={draft.text}
          onTextChange={(text) => onDraftChange({ take: 'text', text, remembered: false })}
        />
      )}
      <RadioGroup
        inline
        label={`What to take of ${file.path}`}
        options={file.takes.map((take) => ({ value: take, label: takeWords[take] }))}
        value={draft.take}
        onValueChange={(take) => onDraftChange({ ...draft, take, remembered: false })}
      />
      {draft.take === 'text' && (
        <TextArea
          mono
          label={`The text of ${file.path}`}
          rows={Math.min(24, Math.max(6, draft.text.split('\n').length + 1))}
          value={draft.text}
          onValueChange={(text) =>
            onDraftChange({ take: 'text', text: withEnds(text, draft.text), remembered: false })
          }
          error={
            settled
              ? undefined
              : 'There are marks of the conflict left in it, from <<<<<<< to >>>>>>>.'
          }
        />
      )}
    </section>
  );
}
