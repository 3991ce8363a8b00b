import type { OperationOf, OutputOf } from '@throughline/contract';
import { EntityLink } from '../../entity/entity-link.tsx';
import { stateTone, stateWord } from '../../entity/state-tone.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';

type Change = OutputOf<OperationOf<'release.getChange'>>;

/** The changes that stand on each other, this one among them, the first to land at the top. */
export function ChangeStack({ change }: { readonly change: Change }) {
  const { changes, moved } = change.stack;
  if (changes.length === 0 && moved === null) return null;
  return (
    <Section title="Stack" note="Each stands on the one before it, and lands after it">
      {moved !== null && moved.done && <p className="text-secondary">{moved.says}</p>}
      {moved !== null && !moved.done && change.state === 'open' && (
        <ErrorState
          compact
          problem={{
            title: 'The branch could not be moved',
            detail: [moved.says, ...moved.conflicts].join(' '),
          }}
        />
      )}
      {changes.length > 0 && (
        <ol className="flex flex-col">
          {changes.map((member, at) => (
            <li
              key={member.ref}
              className="hairline-b flex flex-wrap items-center gap-x-3 gap-y-1 py-2 last:border-b-0"
              aria-current={member.ref === change.ref ? 'true' : undefined}
            >
              <span className="figures min-w-6 text-tertiary">{at + 1}</span>
              {member.ref === change.ref ? (
                <span className="font-medium">{member.title}</span>
              ) : (
                <EntityLink entity={member} />
              )}
              <Status tone={stateTone(member.state)} word={stateWord(member.state)} plain />
              {member.branch !== null && (
                <span className="text-xs text-tertiary">
                  <Mono>{member.branch}</Mono>
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
