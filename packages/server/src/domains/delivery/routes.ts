import { operations, toReference, type EntityKind, type EntityRef } from '@throughline/contract';
import { read, write, type Route } from '../../platform/http/route.ts';
import { approveDesignRelease } from './approve-design-release.ts';
import { changeDesignRelease } from './change-design-release.ts';
import { changeStory } from './change-story.ts';
import { createDesignRelease } from './create-design-release.ts';
import { createStory } from './create-story.ts';
import { designEvidenceRoutes } from './design-evidence/design-evidence-routes.ts';
import { designReleaseView, listDesignReleases } from './design-release-views.ts';
import { sprintRoutes } from './sprint/sprint-routes.ts';
import { standardGroups } from './design-standard-store.ts';
import { testRunRoutes } from './test-run/test-run-routes.ts';
import { trackerRoutes } from './tracker/tracker-routes.ts';
import { waiveStandard } from './waive-standard.ts';
import { listStories, storyView } from './story-views.ts';

const { delivery } = operations;

function answer<K extends EntityKind>(made: EntityRef<K> & { revision: number }) {
  return { ref: toReference(made.kind, made.id), revision: made.revision };
}

/** Binds delivery's operations. */
export function deliveryRoutes(deps: Parameters<typeof trackerRoutes>[0]): Route[] {
  return [
    write(delivery.createStory, async (context, { body }) =>
      answer(await createStory(context, body)),
    ),
    read(delivery.getStory, (context, { params }) => storyView(context, params.id)),
    read(delivery.listStories, (context, { query }) => listStories(context, query)),
    write(delivery.changeStory, async (context, { params, body }) => ({
      revision: await changeStory(context, params.id, body),
    })),
    ...sprintRoutes(),
    ...trackerRoutes(deps),
    write(delivery.createDesignRelease, async (context, { body }) =>
      answer(await createDesignRelease(context, body)),
    ),
    read(delivery.getDesignRelease, (context, { params }) => designReleaseView(context, params.id)),
    read(delivery.listDesignReleases, (context, { query }) => listDesignReleases(context, query)),
    write(delivery.changeDesignRelease, async (context, { params, body }) => ({
      revision: await changeDesignRelease(context, params.id, body),
    })),
    write(delivery.approveDesignRelease, async (context, { params, body }) => ({
      revision: await approveDesignRelease(context, params.id, body),
    })),
    write(delivery.waiveStandard, async (context, { params, body }) => ({
      revision: await waiveStandard(context, params.id, body),
    })),
    ...designEvidenceRoutes(),
    ...testRunRoutes(),
    read(delivery.listDesignStandards, async ({ db }) => ({ groups: await standardGroups(db) })),
  ];
}
