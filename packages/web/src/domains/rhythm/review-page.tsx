import { FailedPage } from '../../entity/failed-page.tsx';
import { useSearchState } from '../../api/use-search-state.ts';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { ActionsSection } from '../../entity/actions-section.tsx';
import { EntityLink } from '../../entity/entity-link.tsx';
import { HistorySection } from '../../entity/history-section.tsx';
import { LineRibbon } from '../../entity/line-ribbon.tsx';
import { RisksSection } from '../../entity/risks-section.tsx';
import { RelationsSection } from '../../entity/relations-section.tsx';
import { stateTone, stateWord } from '../../entity/state-tone.ts';
import { useReference } from '../../entity/use-reference.ts';
import { Badge } from '../../ui/badge.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant, PlainDate } from '../../ui/time.tsx';
import { TitleBlock } from '../../ui/title-block.tsx';
import { AgendaOutline } from './agenda-outline.tsx';
import { PackDifference } from './pack-difference.tsx';
import { PackSection } from './pack-section.tsx';
import { ReviewActs } from './review-acts.tsx';
import { ReviewDecisions } from './review-decisions.tsx';
import { ReviewPastNotes } from './review-past-notes.tsx';
import { ReviewPeople } from './review-people.tsx';
import type { Review } from './rhythm-types.ts';

function OpenPack({ review }: { readonly review: Review }) {
  const { data, error } = useRead('rhythm.previewPack', { params: { id: review.ref } });
  const open = review.state === 'scheduled' || review.state === 'preparing';
  return (
    <Section
      title="Pack"
      note={
        <>
          as it would freeze now, as every member sees it; freezes <Instant at={review.freezesAt} />
        </>
      }
    >
      {error && <ErrorState problem={shownProblem(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      <div className="flex flex-col gap-6">
        {data?.sections.map((section) => (
          <PackSection key={section.key} review={review.ref} section={section} open={open} />
        ))}
      </div>
    </Section>
  );
}

function FrozenPack({ review }: { readonly review: Review }) {
  const [search, change] = useSearchState();
  const last = review.packs.at(-1)?.revision ?? 1;
  const revision = search.revision ?? `${last}`;
  const { data, error } = useRead('rhythm.getPack', {
    params: { id: review.ref },
    query: { revision },
  });
  if (error) return <FailedPage error={error} />;
  if (!data) return <Skeleton lines={8} />;
  return (
    <>
      <Section
        title="Pack"
        note={
          <>
            frozen <Instant at={data.frozenAt} /> by {data.frozenBy}
          </>
        }
        actions={
          review.packs.length > 1 && (
            <Select
              label="Revision"
              labelHidden
              options={review.packs.map((pack) => ({
                value: `${pack.revision}`,
                label: `Revision ${pack.revision}`,
              }))}
              value={revision}
              onValueChange={(value) => change({ revision: value })}
            />
          )
        }
      >
        <div className="flex flex-col gap-4">
          <DescriptionList
            wide
            entries={[
              {
                term: 'SHA-256',
                value: (
                  <span className="flex min-w-0 items-center gap-1">
                    <span className="min-w-0 break-all">
                      <Mono>{data.sha256}</Mono>
                    </span>
                    <CopyButton text={data.sha256} label="Copy the hash" />
                  </span>
                ),
              },
              { term: 'Seen by', value: data.content.audience },
              ...(data.content.template
                ? [
                    {
                      term: 'Made with',
                      value: (
                        <TextLink href={entityAddress(data.content.template.cycle)}>
                          Version {data.content.template.version} of {data.content.cycle}
                        </TextLink>
                      ),
                    },
                  ]
                : []),
              ...(data.reason === '' ? [] : [{ term: 'Revised because', value: data.reason }]),
            ]}
          />
          <div className="flex flex-col gap-6">
            {data.content.sections.map((section) => (
              <PackSection
                key={section.key}
                review={review.ref}
                section={section}
                open={false}
                revision={data.revision}
              />
            ))}
          </div>
        </div>
      </Section>
      {data.difference && <PackDifference difference={data.difference} />}
    </>
  );
}

function ReviewPlace({ place }: { readonly place: string }) {
  return /^https?:\/\/\S+$/.test(place) ? <TextLink href={place}>{place}</TextLink> : place;
}

/** A review: agenda, people, the pack, decisions, actions, risks, notes; it is held in its room. */
export function ReviewPage() {
  const ref = useReference();
  const { data: review, error } = useRead('rhythm.getReview', { params: { id: ref } });
  if (error) return <FailedPage error={error} />;
  if (!review) return <Skeleton lines={12} />;
  const frozen = review.packs.length > 0;
  return (
    <div className="flex flex-col gap-6">
      <TitleBlock
        kind="Review"
        title={review.title}
        reference={review.ref}
        owner={{ name: review.unit.title, href: entityAddress(review.unit.ref) }}
        state={{ tone: stateTone(review.state), word: stateWord(review.state) }}
        revised={{ at: review.updatedAt, revision: review.revision }}
        marks={
          <>
            {review.moved && <Badge>Moved</Badge>}
            {review.adHoc && <Badge>Outside the rule</Badge>}
            {review.restricted && <Badge>Restricted</Badge>}
          </>
        }
        actions={<ReviewActs review={review} />}
      />
      <LineRibbon reference={review.ref} />
      {review.state === 'cancelled' && <p>Cancelled: {review.cancelReason}</p>}
      <DescriptionList
        wide
        entries={[
          { term: 'Starts', value: <Instant at={review.startsAt} /> },
          { term: 'Place', value: review.place && <ReviewPlace place={review.place} /> },
          { term: 'Pre-read', value: <PlainDate date={review.preReadOn} weekday /> },
          { term: 'Cadence', value: <EntityLink entity={review.cadence} /> },
          ...(review.subject
            ? [{ term: 'About', value: <EntityLink entity={review.subject} /> }]
            : []),
          { term: 'Before it', value: review.previous && <EntityLink entity={review.previous} /> },
          { term: 'After it', value: review.following && <EntityLink entity={review.following} /> },
          { term: 'Rises to', value: review.risesTo && <EntityLink entity={review.risesTo} /> },
        ]}
      />
      <div className="grid gap-6 lg:grid-cols-2">
        <AgendaOutline agenda={review.agenda} />
        <ReviewPeople review={review} />
      </div>
      {frozen ? <FrozenPack review={review} /> : <OpenPack review={review} />}
      <div className="grid gap-6 lg:grid-cols-2">
        <ReviewDecisions review={review} />
        <ActionsSection source={review.ref} />
      </div>
      <RisksSection madeIn={review.ref} />
      <ReviewPastNotes review={review} />
      <RelationsSection reference={review.ref} />
      <HistorySection reference={review.ref} />
    </div>
  );
}
