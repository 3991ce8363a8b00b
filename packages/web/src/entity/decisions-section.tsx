import { useList } from '../api/use-operation.ts';
import { Age } from '../ui/time.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Section } from '../ui/section.tsx';
import { EntityLink } from './entity-link.tsx';
import { EntityStatus } from './entity-status.tsx';

/** The decisions about an entity, newest first, with what they did. */
export function DecisionsSection({ about }: { readonly about: string }) {
  const list = useList('decisions.listDecisions', { query: { about } });
  return (
    <Section title="Decisions">
      {list.items.length === 0 ? (
        <p className="text-secondary">Nothing was decided about this yet.</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {list.items.map((decision) => (
            <li key={decision.ref} className="flex flex-col gap-1">
              <span className="flex flex-wrap items-center gap-2">
                <EntityLink entity={{ ref: decision.ref, title: decision.question }} />
                <EntityStatus state={decision.state} plain />
              </span>
              <span className="text-secondary">
                {decision.choice ?? decision.options.join(' or ')}
                {decision.reason === '' ? '' : `: ${decision.reason}`}
                {decision.decidedAt !== null && (
                  <>
                    {' · '}
                    <Age at={decision.decidedAt} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {list.hasMore && (
        <LoadMore
          shown={list.items.length}
          hasMore
          loading={list.isLoadingMore}
          onMore={list.loadMore}
        />
      )}
    </Section>
  );
}
