import type { Id } from '@throughline/contract';
import type { Consumer } from '../../../platform/ledger/change-feed.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { repositoryOfChange } from '../repositories/change-store.ts';
import { lookJob } from './look-at-lines.ts';

/** Has lines looked at when a fetch found something, when rules change, when labels are set. */
export function lineConsumers(jobs: Jobs): Consumer[] {
  return [
    {
      name: 'release.lines',
      actions: [
        'repository.fetched',
        'repository.workflow_changed',
        'repository.workflow_read',
        'change.labelled',
      ],
      async react({ tx }, { entity }) {
        if (!entity) return;
        const repository =
          entity.kind === 'change'
            ? await repositoryOfChange(tx, entity.id as Id<'change'>)
            : entity.id;
        await jobs.enqueue(tx, lookJob, { repository });
      },
    },
  ];
}
