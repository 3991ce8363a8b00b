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

/** What a release carries by way of its changes. */
const carries = z.object({
  initiatives: z.array(entitySummary),
  flags: z.array(entitySummary),
  launches: z.array(entitySummary),
});

/** From where a release is cut: a line, a hotfix, or the default branch. */
const from = {
  line: idOf('release_line').optional(),
  hotfix: idOf('hotfix').optional(),
};

/** Releases: what was cut from a repository, with its notes and the changes that it contains. */
export const releaseVersion = {
  previewRelease: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}/release-preview',
    summary: 'What a release cut now would be: version, notes, changes',
    permission: 'member',
    params: z.object({ id: idOf('repository') }),
    query: z.object({ sha: sha.optional(), version: version.optional(), ...from }),
    output: z.object({
      ...content,
      /** The line that it is of; null on the default branch. */
      line: z.object({ ref: referenceOf('release_line'), title: z.string() }).nullable(),
      /** The commits call for more than a line may raise: a feature on 1.4 is still 1.4.x. */
      capped: z.boolean(),
      /** The branch that the release opens as a line, by the repository's rules. */
      opensLine: z.string().nullable(),
      /** What the commits call for; null where nothing does and a version must be named. */
      level: level.nullable(),
      /** Whether the commits or the request named a version. */
      possible: z.boolean(),
      changes: z.array(entitySummary),
      carries,
    }),
    errors: ['release.unknown_revision', 'release.not_fetched', 'release.line_ended'],
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
      /** The head of the line, of the hotfix, or of the default branch unless told. */
      sha: sha.optional(),
      /** By Conventional Commits unless told; of a line it stays within its series. */
      version: version.optional(),
      ...from,
      /** Opens a release line at it; as the repository's rules say unless told. */
      openLine: z.boolean().optional(),
    }),
    output: created('release').extend({ version: z.string(), tag: z.string() }),
    status: 202,
    errors: [
      'already_exists',
      'release.nothing_to_release',
      'release.unknown_revision',
      'release.not_fetched',
      'release.line_ended',
      'wrong_state',
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
      line: z.object({ ref: referenceOf('release_line'), title: z.string() }).nullable(),
      /** `hotfix`: cut from a hotfix, and meant for the way through a freeze. */
      lane: z.enum(['normal', 'hotfix']),
      carries,
      /** What the tests of its commit say. */
      tests: commitTests,
      changes: z.array(entitySummary),
      deployments: z.array(entitySummary.extend({ environment: z.string(), at: instant })),
    }),
  }),
};
