import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import { backlogView } from '../backlog/backlog-views.ts';
import { rankStory } from '../backlog/rank-story.ts';
import { addToSprint } from './add-to-sprint.ts';
import { changeSprint } from './change-sprint.ts';
import { closeSprint } from './close-sprint.ts';
import { createSprint } from './create-sprint.ts';
import { removeFromSprint } from './remove-from-sprint.ts';
import { listSprints, sprintView } from './sprint-views.ts';
import { startSprint } from './start-sprint.ts';

const { delivery } = operations;

/** Binds the operations of backlogs and sprints. */
export function sprintRoutes(): Route[] {
  return [
    read(delivery.getBacklog, (context, { params, query }) =>
      backlogView(context, params.unit, query),
    ),
    write(delivery.rankStory, async (context, { params, body }) => ({
      revision: await rankStory(context, params.id, body.after),
    })),
    write(delivery.createSprint, async (context, { body }) => {
      const { id, revision } = await createSprint(context, body);
      return { ref: toReference('sprint', id), revision };
    }),
    read(delivery.listSprints, (context, { query }) => listSprints(context, query)),
    read(delivery.getSprint, (context, { params }) => sprintView(context, params.id)),
    write(delivery.changeSprint, async (context, { params, body }) => ({
      revision: await changeSprint(context, params.id, body),
    })),
    write(delivery.addToSprint, async (context, { params, body }) => ({
      revision: await addToSprint(context, params.id, body.stories),
    })),
    write(delivery.removeFromSprint, async (context, { params, body }) => ({
      revision: await removeFromSprint(context, params.id, body.story),
    })),
    write(delivery.startSprint, async (context, { params }) => ({
      revision: await startSprint(context, params.id),
    })),
    write(delivery.closeSprint, (context, { params, body }) =>
      closeSprint(context, params.id, body.next),
    ),
  ];
}
