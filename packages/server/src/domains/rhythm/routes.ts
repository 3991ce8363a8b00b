import { operations, toReference } from '@throughline/contract';
import type { ReadContext } from '../../platform/context.ts';
import { read, write, type Route } from '../../platform/http/route.ts';
import type { OccasionSource } from '../../platform/occasions/occasion.ts';
import type { Mail } from '../../platform/mail/index.ts';
import { changeCadence } from './cadence/change-cadence.ts';
import { cadenceView, listCadences } from './cadence/cadence-views.ts';
import { createCadence } from './cadence/create-cadence.ts';
import { archiveCycle, restoreCycle } from './cycle/archive-cycle.ts';
import { changeCycle } from './cycle/change-cycle.ts';
import { copyCycle } from './cycle/copy-cycle.ts';
import { cycleVersionView, cycleView, listCycles } from './cycle/cycle-views.ts';
import { rulePreview } from './cycle/rule-preview.ts';
import { createFeed } from './feed/create-feed.ts';
import { feedCalendar } from './feed/feed-calendar.ts';
import { listFeeds } from './feed/feed-views.ts';
import { revokeFeed } from './feed/revoke-feed.ts';
import type { RunInsight } from './pack/assemble-pack.ts';
import { freezeReview } from './pack/freeze-review.ts';
import { packBytes, packFile, packPreview, packView } from './pack/pack-views.ts';
import { thenAndNow } from './pack/then-and-now.ts';
import { revisePack } from './pack/revise-pack.ts';
import { assignRoles } from './review/assign-roles.ts';
import { cancelReview } from './review/cancel-review.ts';
import { changeReview } from './review/change-review.ts';
import { closeReview } from './review/close-review.ts';
import { commentSection } from './review/comment-section.ts';
import { createReview } from './review/create-review.ts';
import { holdReview } from './review/hold-review.ts';
import { moveReview } from './review/move-review.ts';
import { prepareReview } from './review/prepare-review.ts';
import { listReviews, reviewView } from './review/review-views.ts';
import { roomRoutes } from './room/room-routes.ts';
import { retrospectiveRoutes } from './retrospective/retrospective-routes.ts';
import { compileYear } from './year/compile-year.ts';
import type { FreezeUntil } from './year/plan-year.ts';
import { calendarBetween, yearPreview } from './year/year-views.ts';

const { rhythm } = operations;

/** What the routes need of the program. */
export interface RhythmDeps {
  /** Asks any domain's insight, as the context's actor. */
  readonly runInsight: RunInsight;
  /** Whether some domain offers an insight. */
  readonly offersInsight: (key: string) => boolean;
  /** Whether some domain lets a decision have an effect. */
  readonly offersEffect: (key: string) => boolean;
  /** What happens on a day in any domain, for reviews that are held when it does. */
  readonly occasions: readonly OccasionSource[];
  /** The times for which environments are frozen, as far as the actor sees. */
  readonly freezes: (context: ReadContext) => Promise<readonly FreezeUntil[]>;
  /** The installation's own address, for calendars and mail. */
  readonly publicUrl: string;
  readonly mail: Mail;
}

/** Binds rhythm's operations. */
export function rhythmRoutes({
  runInsight,
  offersInsight,
  occasions,
  freezes,
  publicUrl,
}: RhythmDeps): Route[] {
  return [
    read(rhythm.listCycles, (context, { query }) => listCycles(context, query)),
    read(rhythm.getCycle, (context, { params }) => cycleView(context, offersInsight, params.id)),
    write(rhythm.copyCycle, async (context, { params, body }) => {
      const { id, revision } = await copyCycle(context, params.id, body);
      return { ref: toReference('cycle', id), revision };
    }),
    write(rhythm.changeCycle, (context, { params, body }) => changeCycle(context, params.id, body)),
    write(rhythm.archiveCycle, async (context, { params }) => ({
      revision: await archiveCycle(context, params.id),
    })),
    write(rhythm.restoreCycle, async (context, { params }) => ({
      revision: await restoreCycle(context, params.id),
    })),
    read(rhythm.getCycleVersion, (context, { params }) =>
      cycleVersionView(context, params.id, params.version),
    ),
    read(rhythm.previewRule, (context, { query }) => rulePreview(context, occasions, query)),

    read(rhythm.listCadences, (context, { query }) => listCadences(context, query)),
    read(rhythm.getCadence, (context, { params }) => cadenceView(context, params.id)),
    write(rhythm.createCadence, async (context, { body }) => {
      const { id, revision } = await createCadence(context, body);
      return { ref: toReference('cadence', id), revision };
    }),
    write(rhythm.changeCadence, async (context, { params, body }) => ({
      revision: await changeCadence(context, params.id, body),
    })),

    read(rhythm.previewYear, async (context, { params, query }) =>
      yearPreview(context, occasions, {
        year: params.year,
        ...query,
        freezes: await freezes(context),
      }),
    ),
    write(rhythm.compileYear, (context, { params, body }) =>
      compileYear(context, occasions, { year: params.year, ...body }),
    ),
    read(rhythm.listOccasions, () =>
      Promise.resolve({
        items: occasions.map(({ event, says }) => ({ event, says })),
      }),
    ),
    read(rhythm.getCalendar, (context, { query }) => calendarBetween(context, query)),

    read(rhythm.listReviews, (context, { query }) => listReviews(context, query)),
    read(rhythm.getReview, (context, { params }) => reviewView(context, offersInsight, params.id)),
    write(rhythm.createReview, async (context, { body }) => {
      const { id, revision } = await createReview(context, body);
      return { ref: toReference('review', id), revision };
    }),
    write(rhythm.moveReview, (context, { params, body }) => moveReview(context, params.id, body)),
    write(rhythm.changeReview, (context, { params, body }) =>
      changeReview(context, params.id, body),
    ),
    write(rhythm.cancelReview, (context, { params, body }) =>
      cancelReview(context, params.id, body),
    ),
    write(rhythm.assignRoles, async (context, { params, body }) => ({
      revision: await assignRoles(context, params.id, body),
    })),
    write(rhythm.prepareReview, async (context, { params }) => ({
      revision: await prepareReview(context, params.id),
    })),
    write(rhythm.commentSection, async (context, { params, body }) => ({
      revision: await commentSection(context, params.id, params.section, body.comment),
    })),
    read(rhythm.previewPack, (context, { params }) => packPreview(context, runInsight, params.id)),
    write(rhythm.freezeReview, async (context, { params }) => {
      const { revision, sha256, entityRevision } = await freezeReview(
        context,
        runInsight,
        params.id,
      );
      return { revision: entityRevision, pack: revision, sha256 };
    }),
    write(rhythm.revisePack, async (context, { params, body }) => {
      const pack = await revisePack(context, runInsight, params.id, body);
      return { revision: pack.entityRevision, pack: pack.revision, sha256: pack.sha256 };
    }),
    read(rhythm.getPack, (context, { params, query }) =>
      packView(context, params.id, query.revision),
    ),
    read(rhythm.thenAndNow, (context, { params, query }) =>
      thenAndNow(context, runInsight, params.id, query),
    ),
    read(rhythm.downloadPack, (context, { params, query }) =>
      packBytes(context, params.id, query.revision),
    ),
    read(rhythm.exportPack, (context, { params, query }) =>
      packFile(context, 'md', params.id, query.revision),
    ),
    read(rhythm.exportPackPdf, (context, { params, query }) =>
      packFile(context, 'pdf', params.id, query.revision),
    ),
    read(rhythm.exportPackSlides, (context, { params, query }) =>
      packFile(context, 'pptx', params.id, query.revision),
    ),
    write(rhythm.holdReview, async (context, { params }) => ({
      revision: await holdReview(context, params.id),
    })),
    write(rhythm.closeReview, async (context, { params }) => ({
      revision: await closeReview(context, params.id),
    })),

    write(rhythm.createFeed, async (context, { body }) => {
      const { id, name, address } = await createFeed(context, publicUrl, body);
      return { ref: toReference('calendar_feed', id), name, address };
    }),
    read(rhythm.listFeeds, (context) => listFeeds(context)),
    write(rhythm.revokeFeed, async (context, { params }) => {
      await revokeFeed(context, params.id);
      return undefined;
    }),
    read(rhythm.readFeed, (context, { params }) => feedCalendar(context, publicUrl, params.token)),
    ...roomRoutes,
    ...retrospectiveRoutes,
  ];
}
