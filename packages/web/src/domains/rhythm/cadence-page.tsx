import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useList, useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { CadenceDialog } from './cadence-dialog.tsx';
import { NewReviewDialog } from './new-review-dialog.tsx';
import { ReviewTable } from './review-table.tsx';
import type { Cadence } from './rhythm-types.ts';
import { SubscribeDialog } from './subscribe-dialog.tsx';

/** Who a part of a review falls to: people, or a vacancy. */
function Party({ party }: { readonly party: Cadence['lead'] }) {
  const shown = party.people.slice(0, 8);
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {party.says}
      {party.vacant && <Status tone="at-risk" word="Vacant" plain />}
      {shown.map(({ ref, name }) => (
        <EntityLink key={ref} entity={{ ref, title: name }} />
      ))}
      {party.people.length > shown.length && `and ${party.people.length - shown.length} more`}
    </span>
  );
}

/** A cadence: its rule in words, its people today, what is next. */
export function CadencePage() {
  const ref = useReference();
  const { data: cadence, error } = useRead('rhythm.getCadence', { params: { id: ref } });
  const reviews = useList('rhythm.listReviews', { query: { cadence: ref, limit: 60 } });
  const [open, setOpen] = useState<'change' | 'review' | 'subscribe'>();
  if (error) return <FailedPage error={error} />;
  if (!cadence) return <Skeleton lines={10} />;
  const close = () => setOpen(undefined);
  return (
    <EntityPage
      entity={cadence}
      withoutRibbon
      actions={
        <>
          <Button icon="calendar" onClick={() => setOpen('subscribe')}>
            Subscribe
          </Button>
          <Button icon="plus" onClick={() => setOpen('review')}>
            Put a review on the calendar
          </Button>
          <Button icon="edit" onClick={() => setOpen('change')}>
            Change
          </Button>
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Cycle', value: <EntityLink entity={cadence.cycle} /> },
          { term: 'When', value: cadence.ruleSays },
          { term: 'At', value: cadence.timeSays },
          {
            term: 'Rises to',
            value: cadence.parent ? <EntityLink entity={cadence.parent} /> : 'Nowhere',
          },
          {
            term: 'Takes up',
            value:
              cadence.children.length > 0 ? <EntityLinks entities={cadence.children} /> : 'Nothing',
          },
          { term: 'Led by', value: <Party party={cadence.lead} /> },
          { term: 'Decider', value: <Party party={cadence.decider} /> },
          {
            term: 'Attendees',
            value: (
              <ul className="flex flex-col gap-1">
                {cadence.attendees.map((party) => (
                  <li key={party.says}>
                    <Party party={party} />
                  </li>
                ))}
              </ul>
            ),
          },
          ...(cadence.since || cadence.until
            ? [
                {
                  term: 'Holds',
                  value: `${cadence.since ?? 'always'} until ${cadence.until ?? 'further notice'}`,
                },
              ]
            : []),
        ]}
      />
      <Section title="Reviews">
        <ReviewTable
          rows={reviews.items}
          loading={reviews.isLoading}
          empty={
            <EmptyState
              sentence="No review of this cadence is on the calendar."
              action={
                cadence.eventDriven ? (
                  <Button onClick={() => setOpen('review')}>Put one on the calendar</Button>
                ) : (
                  <LinkButton href="/compile-year">Compile a year</LinkButton>
                )
              }
            />
          }
        />
        <LoadMore
          shown={reviews.items.length}
          hasMore={reviews.hasMore}
          loading={reviews.isLoadingMore}
          onMore={reviews.loadMore}
        />
      </Section>
      {open === 'change' && <CadenceDialog cadence={cadence} onClose={close} />}
      {open === 'review' && <NewReviewDialog cadence={cadence} onClose={close} />}
      {open === 'subscribe' && (
        <SubscribeDialog cadence={{ id: cadence.ref, label: cadence.title }} onClose={close} />
      )}
    </EntityPage>
  );
}
