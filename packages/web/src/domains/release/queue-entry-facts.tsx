import { useState } from 'react';
import { EntityLink } from '../../entity/entity-link.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Mono } from '../../ui/mono.tsx';
import { AttemptLog } from './attempt-log.tsx';
import type { QueueEntry } from './queue-words.ts';

/** Why a change waits or was put out, with the evidence. */
export function QueueEntryFacts({ entry }: { readonly entry: QueueEntry }) {
  const [shown, setShown] = useState(false);
  const { attempt } = entry;
  if (entry.says === '' && entry.conflictsWith === null) return null;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {entry.says !== '' && <p className="max-w-prose text-secondary">{entry.says}</p>}
      {entry.conflictsWith !== null && (
        <p className="text-xs text-tertiary">
          In conflict with <EntityLink entity={entry.conflictsWith} />
        </p>
      )}
      {entry.conflicts.length > 0 && (
        <ul className="text-xs">
          {entry.conflicts.map((path) => (
            <li key={path}>
              <Mono>{path}</Mono>
            </li>
          ))}
        </ul>
      )}
      {entry.log.length > 0 && !shown && (
        <CodeBlock label="The last lines of its check" code={entry.log.join('\n')} />
      )}
      {attempt !== null && (
        <span>
          <Button size="sm" tone="quiet" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide the whole log' : 'The whole log'}
          </Button>
        </span>
      )}
      {attempt !== null && shown && <AttemptLog attempt={attempt} label="Log of its check" />}
    </div>
  );
}
