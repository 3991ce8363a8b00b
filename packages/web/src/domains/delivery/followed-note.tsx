import { useRead } from '../../api/use-operation.ts';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { freshSeconds, systemNames } from './tracker-words.ts';

/** What a unit's backlog follows, how fresh that is, and what is wrong with it. */
export function FollowedNote({ unit }: { readonly unit: string }) {
  const { data } = useRead('delivery.listFollowedBacklogs', { query: { unit } });
  if (!data || data.items.length === 0) return null;
  return (
    <ul aria-label="What this backlog follows" className="flex flex-col gap-1">
      {data.items.map(({ ref, source, tracker, phase, imported, total, seenAt, problem }) => (
        <li key={ref} className="flex flex-wrap items-baseline gap-x-3 text-sm text-secondary">
          <span>
            Follows <TextLink href="/trackers">{source.title}</TextLink> in{' '}
            {systemNames[tracker.system]}
            {phase === 'importing' &&
              `, ${imported}${total === null ? '' : ` of ${total}`} stories read so far`}
          </span>
          {seenAt && (
            <span>
              seen <Age at={seenAt} staleAfter={freshSeconds} />
            </span>
          )}
          {problem && <Status tone="off-track" word={problem} plain />}
        </li>
      ))}
    </ul>
  );
}
