import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { useRead } from '../../api/use-operation.ts';
import { ActionsSection } from '../../entity/actions-section.tsx';
import { RisksSection } from '../../entity/risks-section.tsx';
import { stateTone, stateWord } from '../../entity/state-tone.ts';
import { useReference } from '../../entity/use-reference.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { PackSection } from './pack-section.tsx';
import { ReviewDecisions } from './review-decisions.tsx';
import type { Review, Room, Section } from './rhythm-types.ts';
import { RoomBegin } from './room-begin.tsx';
import { RoomCarried } from './room-carried.tsx';
import { RoomClock } from './room-clock.tsx';
import { RoomDeepDive } from './room-deep-dive.tsx';
import { RoomNotes } from './room-notes.tsx';
import { RoomPresent } from './room-present.tsx';
import { RoomReadBack } from './room-read-back.tsx';
import { usePresence } from './use-presence.ts';

/** The pack's sections that the shown point of the agenda goes through. */
function Pages({
  review,
  point,
  sections,
  revision,
}: {
  readonly review: Review;
  readonly point: number;
  readonly sections: readonly Section[];
  /** Of the frozen pack that they stand in. */
  readonly revision?: number;
}) {
  const entry = review.agenda[point];
  const wanted = sections.filter(({ key }) => entry?.sections.includes(key));
  return (
    <section aria-label={entry?.title ?? 'Pages'} className="flex min-w-0 flex-col gap-6">
      <h2 className="text-md font-semibold">{entry?.title}</h2>
      {wanted.length === 0 && (
        <p className="text-secondary">This point has no pages: it is for talking.</p>
      )}
      {wanted.map((section) => (
        <PackSection
          key={section.key}
          review={review.ref}
          section={section}
          open={false}
          {...(revision === undefined ? {} : { revision })}
        />
      ))}
    </section>
  );
}

function FrozenPages(props: { readonly review: Review; readonly point: number }) {
  const { data, error } = useRead('rhythm.getPack', { params: { id: props.review.ref } });
  if (error) return <FailedPage error={error} />;
  return data ? (
    <Pages {...props} sections={data.content.sections} revision={data.revision} />
  ) : (
    <Skeleton lines={8} />
  );
}

function OpenPages(props: { readonly review: Review; readonly point: number }) {
  const { data, error } = useRead('rhythm.previewPack', { params: { id: props.review.ref } });
  if (error) return <FailedPage error={error} />;
  return data ? <Pages {...props} sections={data.sections} /> : <Skeleton lines={8} />;
}

function Inside({ review, room }: { readonly review: Review; readonly room: Room }) {
  usePresence(review.ref);
  // A person may look ahead; when the room moves on, they are taken along.
  const [looking, setLooking] = useState<{ readonly at: number | null; readonly point: number }>();
  const shown = looking && looking.at === room.point ? looking.point : (room.point ?? 0);
  const show = (point: number) => setLooking({ at: room.point, point });
  return (
    <>
      <PageHeader
        title={review.title}
        trail={[{ label: 'Review', href: entityAddress(review.ref) }]}
        actions={
          <span className="flex flex-wrap items-center gap-2">
            <Status tone={stateTone(review.state)} word={stateWord(review.state)} />
            {room.retrospective !== 'none' && (
              <LinkButton href={`${entityAddress(review.ref)}/retrospective`}>
                Retrospective
              </LinkButton>
            )}
            <RoomBegin review={review} room={room} />
          </span>
        }
      />
      <RoomPresent room={room} />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <RoomClock review={review} room={room} shown={shown} onShow={show} />
          <RoomNotes review={review} room={room} point={shown} />
          {room.hasDeepDive && <RoomDeepDive review={review} room={room} />}
        </div>
        {review.packs.length > 0 ? (
          <FrozenPages review={review} point={shown} />
        ) : (
          <OpenPages review={review} point={shown} />
        )}
      </div>
      <RoomCarried room={room} />
      <div className="grid gap-6 lg:grid-cols-3">
        <ReviewDecisions review={review} />
        <ActionsSection source={review.ref} />
        <RisksSection madeIn={review.ref} />
      </div>
      <RoomReadBack review={review} room={room} />
    </>
  );
}

/** A review's room, in which it is held: the agenda's clock, the pages beside it, notes, decisions. */
export function RoomPage() {
  const ref = useReference();
  const review = useRead('rhythm.getReview', { params: { id: ref } });
  const room = useRead('rhythm.getRoom', { params: { id: ref } });
  const error = review.error ?? room.error;
  if (error) return <FailedPage error={error} />;
  if (!review.data || !room.data) return <Skeleton lines={12} />;
  return <Inside review={review.data} room={room.data} />;
}
