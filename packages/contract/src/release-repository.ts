import { z } from 'zod';
import { commitTests } from './delivery-tests.ts';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { reviewRequest } from './release-forge.ts';
import { queueEntry } from './release-queue-entry.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  text,
  title,
} from './schemas.ts';

/** A full object name of Git. */
export const sha = z
  .string()
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'must be a full object name');

const repositoryRow = z.object({
  ref: referenceOf('repository'),
  title: z.string(),
  state: z.enum(['connecting', 'connected', 'unreachable']),
  address: z.string(),
  defaultBranch: z.string().nullable(),
  fetchedAt: instant.nullable(),
  /** Why the last fetch failed; null after one that didn't. */
  fetchProblem: z.string().nullable(),
  openChanges: z.number().int(),
  latestRelease: z
    .object({ ref: referenceOf('release'), version: z.string(), at: instant })
    .nullable(),
});

const repositoryView = repositoryRow.extend({
  ...entityFields,
  state: repositoryRow.shape.state,
  tagPrefix: z.string(),
  branches: z.number().int(),
  tags: z.number().int(),
  commits: z.number().int(),
  /** An administrator accepts that its commands run without a sandbox. */
  trusted: z.boolean(),
  /** As whom the remote is asked; the password never comes out again. */
  credential: z.object({ username: z.string() }).nullable(),
});

/** What a remote over HTTPS asks for: of a forge mostly an access token, under any name. */
const credential = z.object({
  username: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^\p{Cc}:]+$/u, 'has no control characters and no colon'),
  password: z
    .string()
    .min(1)
    .max(1000)
    .regex(/^[^\p{Cc}]+$/u, 'has no control characters'),
});

const commitRow = z.object({
  sha: z.string(),
  subject: z.string(),
  author: z.string(),
  at: instant,
  change: referenceOf('change').nullable(),
});

const changeRow = z.object({
  ref: referenceOf('change'),
  title: z.string(),
  state: z.enum(['open', 'merged', 'closed']),
  repository: z.object({ ref: referenceOf('repository'), title: z.string() }),
  branch: z.string().nullable(),
  head: z.string(),
  commits: z.number().int(),
  author: z.string(),
  updatedAt: instant,
  mergedAt: instant.nullable(),
  labels: z.array(z.string()),
  implements: z.array(entitySummary),
});

const repositoryId = z.object({ id: idOf('repository') });
const branchName = z.string().min(1).max(255);

/** Repositories, what is in them, and changes: units of work on their way to the default branch. */
export const releaseRepository = {
  connectRepository: operation({
    method: 'POST',
    path: '/api/v1/repositories',
    summary: 'Connect a Git repository by path or URL; it is fetched at once',
    description:
      'A path must lie under a folder that an administrator allowed; a URL (https or ssh) must lead to a public address, or to a host that an administrator listed.',
    permission: 'owner',
    body: z.object({
      address: z.string().min(1).max(2048),
      title: title.optional(),
      ownerUnit: idOf('unit').optional(),
      tagPrefix: z
        .string()
        .regex(/^[A-Za-z0-9._/@-]{0,50}$/)
        .default('v'),
      credential: credential.optional(),
    }),
    output: created('repository'),
    status: 201,
    errors: ['already_exists', 'release.address_refused', 'release.credential_refused'],
  }),
  changeRepository: operation({
    method: 'PATCH',
    path: '/api/v1/repositories/{id}',
    summary: 'Change the name, the owner, the tag prefix or the credential of a repository',
    description:
      'A credential replaces the one before; null takes it away, and the remote is asked as nobody.',
    permission: 'owner',
    params: repositoryId,
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: idOf('unit').nullable().optional(),
      tagPrefix: z
        .string()
        .regex(/^[A-Za-z0-9._/@-]{0,50}$/)
        .optional(),
      credential: credential.nullable().optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['release.credential_refused'],
  }),
  fetchRepository: operation({
    method: 'POST',
    path: '/api/v1/repositories/{id}/fetch',
    summary: 'Fetch now, rather than within the minute',
    permission: 'contributor',
    params: repositoryId,
    status: 202,
    output: z.object({ state: z.literal('queued') }),
  }),
  listRepositories: operation({
    method: 'GET',
    path: '/api/v1/repositories',
    summary: 'The connected repositories by title',
    permission: 'member',
    query: pageQuery,
    output: pageOf(repositoryRow),
  }),
  getRepository: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}',
    summary: 'A repository',
    permission: 'member',
    params: repositoryId,
    output: repositoryView,
  }),
  listBranches: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}/branches',
    summary: 'The branches of a repository, the last changed first',
    permission: 'member',
    params: repositoryId,
    query: pageQuery,
    output: pageOf(
      z.object({
        name: z.string(),
        sha: z.string(),
        at: instant,
        isDefault: z.boolean(),
        change: referenceOf('change').nullable(),
      }),
    ),
  }),
  listTags: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}/tags',
    summary: 'The tags of a repository, the newest first',
    permission: 'member',
    params: repositoryId,
    query: pageQuery,
    output: pageOf(
      z.object({
        name: z.string(),
        sha: z.string(),
        at: instant.nullable(),
        subject: z.string().nullable(),
      }),
    ),
  }),
  listCommits: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}/commits',
    summary: 'The commits of the default branch, or those that another branch adds to it',
    permission: 'member',
    params: repositoryId,
    query: pageQuery.extend({ branch: branchName.optional() }),
    output: pageOf(commitRow),
  }),
  listChanges: operation({
    method: 'GET',
    path: '/api/v1/changes',
    summary: 'Changes, the last updated first; of a repository, in a state, for a piece of work',
    permission: 'member',
    query: pageQuery.extend({
      repository: idOf('repository').optional(),
      state: z.enum(['open', 'merged', 'closed']).optional(),
      initiative: idOf('initiative').optional(),
    }),
    output: pageOf(changeRow),
  }),
  getChange: operation({
    method: 'GET',
    path: '/api/v1/changes/{id}',
    summary: 'A change with its commits, what it implements and the releases that contain it',
    permission: 'member',
    params: z.object({ id: idOf('change') }),
    output: changeRow.extend({
      ...entityFields,
      state: changeRow.shape.state,
      updatedAt: instant,
      commitList: z.array(commitRow),
      /** What the tests of its head say. */
      tests: commitTests,
      releases: z.array(entitySummary),
      /** Its pull or merge request on the forge; null where none is known. */
      reviewRequest: reviewRequest.nullable(),
      /** Its last time in the merge queue; null where it never was in one. */
      queue: queueEntry.nullable(),
      /** How it stands to the integration branch; null where the workflow declares none. */
      integration: z
        .object({
          branch: z.string(),
          markedBy: z.string().nullable(),
          byLabel: z.boolean(),
          /** Whether the branch holds it as built last; null where it wasn't looked at yet. */
          within: z.boolean().nullable(),
          with: entitySummary.nullable(),
          conflicts: z.array(z.string()),
        })
        .nullable(),
      /** The changes that stand on each other, from the bottom, this one among them; else empty. */
      stack: z.object({
        changes: z.array(entitySummary.extend({ branch: z.string().nullable() })),
        /** What became of its branch when what it stood on landed under another commit. */
        moved: z
          .object({ says: z.string(), conflicts: z.array(z.string()), done: z.boolean() })
          .nullable(),
      }),
    }),
  }),
};
