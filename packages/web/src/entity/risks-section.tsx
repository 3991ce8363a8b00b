import { useState } from 'react';
import { useList } from '../api/use-operation.ts';
import { Button } from '../ui/button.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Section } from '../ui/section.tsx';
import { EntityLink } from './entity-link.tsx';
import { EntityStatus } from './entity-status.tsx';
import { RiskDialog } from './risk-dialog.tsx';
import { Severity } from './severity.tsx';

/** What may go wrong with an entity, or was named in a review, the most severe first. */
export function RisksSection(of: { readonly threatens: string } | { readonly madeIn: string }) {
  const list = useList('decisions.listRisks', { query: of });
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title="Risks"
      actions={
        <Button size="sm" icon="plus" onClick={() => setAdding(true)}>
          Add risk
        </Button>
      }
    >
      {list.items.length === 0 ? (
        <p className="text-secondary">Nobody has named a risk yet.</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {list.items.map((risk) => (
            <li key={risk.ref} className="flex flex-col gap-1">
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Severity of={risk} />
                <EntityLink entity={risk} />
                <EntityStatus state={risk.state} plain />
                <span className="text-secondary">{risk.owner?.name ?? 'Nobody yet'}</span>
              </span>
              {risk.mitigation !== '' && <span className="text-secondary">{risk.mitigation}</span>}
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
      {adding && <RiskDialog {...of} onClose={() => setAdding(false)} />}
    </Section>
  );
}
