import { z } from 'zod';
import { idOf } from './ids.ts';
import { operation } from './operation.ts';
import { changed } from './schemas.ts';

/** A label of a change, as GitHub and GitLab have them. */
const label = z.string().trim().min(1).max(100);

const repositoryId = z.object({ id: idOf('repository') });

/** Workflows as data: how changes of a repository are branched, tried and landed. */
export const releaseWorkflow = {
  getWorkflow: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}/workflow',
    summary: 'The workflow of a repository: which text counts, and the faults of its file',
    permission: 'member',
    params: repositoryId,
    output: z.object({
      /** Where the file lies in the repository. */
      path: z.string(),
      /** `file`: the repository has one on its default branch, and it wins. */
      source: z.enum(['file', 'settings', 'none']),
      /** The text that counts; null where the defaults do. */
      counts: z.string().nullable(),
      /** The file as it is, faults and all; else what was written here. */
      text: z.string().nullable(),
      /** The commit at which the file was read. */
      commit: z.string().nullable(),
      /** What is wrong with the file; while there is anything, its last version without counts. */
      faults: z.array(z.string()),
      revision: z.number().int(),
    }),
  }),
  changeWorkflow: operation({
    method: 'PUT',
    path: '/api/v1/repositories/{id}/workflow',
    summary: 'Write the workflow of a repository that has no file of its own',
    description: 'The text is the YAML that would stand in the file; its schema is the same.',
    permission: 'owner',
    params: repositoryId,
    body: z.object({ text: z.string().min(1).max(200_000) }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state', 'release.workflow_invalid'],
  }),
  setLabels: operation({
    method: 'PUT',
    path: '/api/v1/changes/{id}/labels',
    summary: 'Set the labels of a change',
    permission: 'contributor',
    params: z.object({ id: idOf('change') }),
    body: z.object({ labels: z.array(label).max(50) }),
    output: changed,
    ifMatch: true,
  }),
};
