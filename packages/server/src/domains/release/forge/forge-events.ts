import { system } from '../../../platform/access/actor.ts';
import type { Id } from '@throughline/contract';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import type { Consumer } from '../../../platform/ledger/change-feed.ts';
import type { ReleaseTables } from '../tables.ts';
import { reportedRepository, requestsOfChange } from './forge-store.ts';
import { reportJob } from './report-to-forge.ts';
import { carryLabels } from './take-news.ts';

/**
 * Joins a request to its change once its branch has been fetched, and has the forge told when
 * something changed that is told there.
 */
export function forgeConsumers(jobs: () => Pick<Jobs, 'enqueue'>): readonly Consumer[] {
  return [
    {
      name: 'release.join-review-requests',
      actions: ['change.created', 'change.updated'],
      async react(context, { entity }) {
        if (entity?.kind !== 'change') return;
        const change = entity.id as Id<'change'>;
        for (const request of await requestsOfChange(context.tx, change)) {
          if (request.known) continue;
          await context.tx
            .$extendTables<ReleaseTables>()
            .updateTable('review_request')
            .set({ change_id: change })
            .where('repository_id', '=', request.repository)
            .where('number', '=', request.number)
            .execute();
          const own = { ...context, actor: system('forge') };
          await carryLabels(own, change, request.labels);
        }
      },
    },
    {
      name: 'release.tell-forges',
      actions: [
        'change.created',
        'change.queued',
        'change.moved_in_queue',
        'change.put_out',
        'change.left_queue',
        'change.merged',
        'repository.build_began',
        'repository.build_ended',
        'deployment.created',
        'deployment.succeeded',
        'deployment.failed',
        'deployment.held',
        'deployment.rolled_back',
      ],
      async react(context, { entity }) {
        if (!entity) return;
        const repository = await reportedRepository(context.tx, entity);
        if (!repository) return;
        await jobs().enqueue(context.tx, reportJob, { repository }, { once: repository });
      },
    },
  ];
}
