import { z } from 'zod';
import { commitTests } from './delivery-tests.ts';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { created, entityFields, entitySummary, instant, pageOf, pageQuery } from './schemas.ts';
import { sha } from './release-repository.ts';

const version = z
  .string()
  .regex(
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/,
    'must be a version such as 1.4.0 (SemVer 2.0.0)',
  );

const level = z.enum(['major', 'minor', 'patch']);

/** What would be in a release: the same rules make the preview and the release. */
const content = {
  version: z.string(),
  tag: z.string(),
  sha: z.string(),
  previousTag: z.string().nullable(),
  commits: z.number().int(),
  notes: z.string(),
};

const releaseRow = z.object({
  ref: referenceOf('release'),
  title: z.string(),
  state: z.enum(['cutting', 'cut', 'failed']),
  repository: z.object({ ref: referenceOf('repository'), title: z.string() }),
  version: z.string(),
  tag: z.string(),
  sha: z.string(),
  at: instant,
  /** The environments in which it runs now. */
  runsIn: z.array(z.string()),
});

/** Releases: what was cut from a repository, with its notes and the changes that it contains. */
export const releaseVersion = {
  previewRelease: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}/release-preview',
    summary: 'What a release cut now would be: version, notes, changes',
    permission: 'member',
    params: z.object({ id: idOf('repository') }),
    query: z.object({ sha: sha.optional(), version: version.optional() }),
    output: z.object({
      ...content,
      /** What the commits call for; null where nothing does and a version must be named. */
      level: level.nullable(),
      /** Whether the commits or the request named a version. */
      possible: z.boolean(),
      changes: z.array(entitySummary),
    }),
    errors: ['release.unknown_revision', 'release.not_fetched'],
  }),
  cutRelease: operation({
    method: 'POST',
    path: '/api/v1/releases',
    summary: 'Cut a release: tag the commit in the remote, keep the notes, link the changes',
    description:
      'Answers at once with a release that is `cutting`; it becomes `cut` when the remote has the tag, or `failed` where the remote refuses it.',
    permission: 'contributor',
    body: z.object({
      repository: idOf('repository'),
      /** The head of the default branch unless told. */
      sha: sha.optional(),
      /** By Conventional Commits unless told. */
      version: version.optional(),
    }),
    output: created('release').extend({ version: z.string(), tag: z.string() }),
    status: 202,
    errors: [
      'already_exists',
      'release.nothing_to_release',
      'release.unknown_revision',
      'release.not_fetched',
    ],
  }),
  listReleases: operation({
    method: 'GET',
    path: '/api/v1/releases',
    summary: 'Releases, newest first',
    permission: 'member',
    query: pageQuery.extend({ repository: idOf('repository').optional() }),
    output: pageOf(releaseRow),
  }),
  getRelease: operation({
    method: 'GET',
    path: '/api/v1/releases/{id}',
    summary: 'A release with its notes, its changes and its deployments',
    permission: 'member',
    params: z.object({ id: idOf('release') }),
    output: releaseRow.extend({
      ...entityFields,
      state: releaseRow.shape.state,
      previousTag: z.string().nullable(),
      commits: z.number().int(),
      notes: z.string(),
      /** Why the remote refused the tag. */
      failure: z.string().nullable(),
      cutBy: z.string(),
      /** What the tests of its commit say. */
      tests: commitTests,
      changes: z.array(entitySummary),
      deployments: z.array(entitySummary.extend({ environment: z.string(), at: instant })),
    }),
  }),
};
