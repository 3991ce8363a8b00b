import { operations, toReference } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { read, write, type Route } from '../../../platform/http/route.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { SettingsReader } from '../release-settings.ts';
import { changeRepository } from './change-repository.ts';
import { connectRepository, fetchJob } from './connect-repository.ts';
import {
  changeView,
  listBranches,
  listChanges,
  listCommits,
  listRepositories,
  listTags,
  repositoryView,
} from './views.ts';

const { release } = operations;

/** Binds repositories and changes. */
export function repositoryRoutes(deps: {
  jobs: Jobs;
  settings: SettingsReader;
  secrets: Secrets;
}): Route[] {
  return [
    write(release.connectRepository, async (context, { body }) => {
      const { id, revision } = await connectRepository(context, deps, body);
      return { ref: toReference('repository', id), revision };
    }),
    write(release.changeRepository, async (context, { params, body }) => ({
      revision: await changeRepository(context, deps.secrets, params.id, body),
    })),
    write(release.fetchRepository, async (context, { params }) => {
      const { tx, actor } = context;
      const entity = await loadEntity(tx, actor, { kind: 'repository', id: params.id });
      authorise(actor, 'contributor', entity.ownerUnit);
      await deps.jobs.enqueue(tx, fetchJob, { repository: params.id });
      return { state: 'queued' as const };
    }),
    read(release.listRepositories, (context, { query }) => listRepositories(context, query)),
    read(release.getRepository, (context, { params }) => repositoryView(context, params.id)),
    read(release.listBranches, async (context, { params, query }) => {
      await loadEntity(context.db, context.actor, { kind: 'repository', id: params.id });
      return listBranches(context, params.id, query);
    }),
    read(release.listTags, async (context, { params, query }) => {
      await loadEntity(context.db, context.actor, { kind: 'repository', id: params.id });
      return listTags(context, params.id, query);
    }),
    read(release.listCommits, async (context, { params, query }) => {
      await loadEntity(context.db, context.actor, { kind: 'repository', id: params.id });
      return listCommits(context, params.id, query);
    }),
    read(release.listChanges, (context, { query }) => listChanges(context, query)),
    read(release.getChange, (context, { params }) => changeView(context, params.id)),
  ];
}
