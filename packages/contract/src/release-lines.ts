import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  plainDate,
  text,
} from './schemas.ts';
import { sha } from './release-repository.ts';

/**
 * How a line gets its patches. `backport-from-main`: fixed on the default branch, then picked.
 * `hotfix-from-tag`: fixed on a branch from the line's last release, then brought forward.
 * `roll-forward`: not patched; its users go on to the next release.
 */
export const patchStrategies = ['backport-from-main', 'hotfix-from-tag', 'roll-forward'] as const;

/** How a line gets its patches. */
export type PatchStrategy = (typeof patchStrategies)[number];

const strategy = z.enum(patchStrategies);
const branch = z.string().min(1).max(200);

const lineRow = z.object({
  ref: referenceOf('release_line'),
  title: z.string(),
  /** `opening` until the remote has its branch; `ended`: no patch reaches it any more. */
  state: z.enum(['opening', 'supported', 'ended', 'failed']),
  repository: z.object({ ref: referenceOf('repository'), title: z.string() }),
  branch: z.string(),
  /** The versions that it carries: `1.4` for 1.4.x. */
  series: z.string(),
  head: z.string().nullable(),
  strategy,
  supportedFrom: plainDate,
  /** The last day on which it is patched; null while none is set. */
  supportedUntil: plainDate.nullable(),
  /** Whether a person or the repository's file set strategy and window. */
  setBy: z.enum(['person', 'file', 'found']),
  latestRelease: z
    .object({ ref: referenceOf('release'), version: z.string(), at: instant })
    .nullable(),
  /** Commits that it has since its latest release. */
  unreleased: z.number().int(),
  /** Backports to it that somebody has to look at. */
  waiting: z.number().int(),
  /** Its commits that the default branch hasn't in any form, and nobody has said that it needn't. */
  notForward: z.number().int(),
});

const lineCommit = z.object({
  sha: z.string(),
  subject: z.string(),
  author: z.string(),
  at: instant,
  /** The commits that it says it was picked from. */
  pickedFrom: z.array(z.string()),
  /** It lies on a hotfix from a tag of the line, and not on the line itself. */
  onHotfix: z.boolean(),
  /** How the default branch has it: as what it was picked from, brought forward, as the same patch. */
  onDefault: z.enum(['picked', 'forward', 'same-patch']).nullable(),
  /** Why the default branch needn't have it, as somebody said. */
  dismissed: z.object({ reason: z.string(), by: z.string() }).nullable(),
  /** What brings it to the default branch, where somebody asked for it. */
  forwardPort: entitySummary.nullable(),
});

const params = z.object({ id: idOf('release_line') });

const hotfixRow = z.object({
  ref: referenceOf('hotfix'),
  title: z.string(),
  state: z.enum(['starting', 'open', 'released', 'failed', 'abandoned']),
  repository: z.object({ ref: referenceOf('repository'), title: z.string() }),
  from: z.object({ ref: referenceOf('release'), version: z.string() }),
  line: z.object({ ref: referenceOf('release_line'), title: z.string() }).nullable(),
  /** The version that it will be. */
  version: z.string(),
  branch: z.string(),
  /** The branch's commit; null until the remote has it. */
  head: z.string().nullable(),
  /** The incident or initiative for which it is made. */
  serves: entitySummary.nullable(),
  by: z.string(),
  at: instant,
  released: z.object({ ref: referenceOf('release'), version: z.string() }).nullable(),
  /** Why the remote refused its branch. */
  failure: z.string().nullable(),
});

/** Release lines: branches on which released versions are kept alive, and hotfixes from tags. */
export const releaseLines = {
  openReleaseLine: operation({
    method: 'POST',
    path: '/api/v1/release-lines',
    summary: 'Open a release line: a branch at a release or at a commit, pushed to the remote',
    permission: 'contributor',
    body: z.object({
      repository: idOf('repository'),
      /** Must be named as the repository names its lines: `release/1.4`. */
      branch,
      /** Where it begins: a release, or a commit; the head of the default branch unless told. */
      release: idOf('release').optional(),
      sha: sha.optional(),
      strategy: strategy.optional(),
      supportedUntil: plainDate.optional(),
    }),
    output: created('release_line'),
    status: 202,
    errors: ['already_exists', 'release.no_line_name', 'release.not_fetched'],
  }),
  listReleaseLines: operation({
    method: 'GET',
    path: '/api/v1/release-lines',
    summary: 'Release lines, the newest series of a repository first',
    permission: 'member',
    query: pageQuery.extend({
      repository: idOf('repository').optional(),
      state: z.enum(['opening', 'supported', 'ended', 'failed']).optional(),
    }),
    output: pageOf(lineRow),
  }),
  getReleaseLine: operation({
    method: 'GET',
    path: '/api/v1/release-lines/{id}',
    summary: 'A release line: its window, its releases, what it has and the default branch hasn’t',
    permission: 'member',
    params,
    output: lineRow.extend({
      ...entityFields,
      state: lineRow.shape.state,
      failure: z.string().nullable(),
      /** What the default branch hasn't, the newest first: at most 500. */
      commits: z.array(lineCommit),
      releases: z.array(entitySummary.extend({ version: z.string(), at: instant })),
      hotfixes: z.array(hotfixRow),
    }),
  }),
  changeReleaseLine: operation({
    method: 'PATCH',
    path: '/api/v1/release-lines/{id}',
    summary: 'Change how a line is patched, until when, and who owns it',
    permission: 'editor',
    params,
    body: z.object({
      summary: text.optional(),
      ownerUnit: idOf('unit').nullable().optional(),
      strategy: strategy.optional(),
      supportedUntil: plainDate.nullable().optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['release.set_by_file'],
  }),
  endReleaseLine: operation({
    method: 'POST',
    path: '/api/v1/release-lines/{id}/end',
    summary: 'End a line now: no backport is asked for it any more; its branch stays',
    permission: 'editor',
    params,
    body: z.object({ reason: text.min(1) }),
    output: changed,
    errors: ['wrong_state', 'release.set_by_file'],
  }),
  reopenReleaseLine: operation({
    method: 'POST',
    path: '/api/v1/release-lines/{id}/reopen',
    summary: 'Support an ended line again, until a day or without an end',
    permission: 'editor',
    params,
    body: z.object({ supportedUntil: plainDate.nullable() }),
    output: changed,
    errors: ['wrong_state', 'release.set_by_file'],
  }),
  askForwardPort: operation({
    method: 'POST',
    path: '/api/v1/release-lines/{id}/forward-ports',
    summary: 'Bring a commit of a line to the default branch, on a branch that becomes a change',
    permission: 'contributor',
    params,
    body: z.object({ sha }),
    output: created('backport'),
    status: 202,
    errors: ['already_exists', 'release.unknown_revision'],
  }),
  dismissForwardPort: operation({
    method: 'POST',
    path: '/api/v1/release-lines/{id}/dismissed-commits',
    summary: 'Say why the default branch needn’t have a commit of a line',
    permission: 'contributor',
    params,
    body: z.object({ sha, reason: text.min(1).max(500) }),
    output: changed,
    errors: ['release.unknown_revision'],
  }),
  startHotfix: operation({
    method: 'POST',
    path: '/api/v1/hotfixes',
    summary: 'Start a hotfix: a branch from a release’s tag for its next patch version',
    permission: 'contributor',
    body: z.object({
      release: idOf('release'),
      reason: text.min(1).max(200),
      incident: idOf('incident').optional(),
      initiative: idOf('initiative').optional(),
    }),
    output: z.object({ ref: referenceOf('hotfix'), version: z.string(), branch: z.string() }),
    status: 202,
    errors: ['already_exists', 'wrong_state', 'release.line_ended', 'release.not_patched'],
  }),
  listHotfixes: operation({
    method: 'GET',
    path: '/api/v1/hotfixes',
    summary: 'Hotfixes, the newest first; of a repository, a line or a release',
    permission: 'member',
    query: pageQuery.extend({
      repository: idOf('repository').optional(),
      line: idOf('release_line').optional(),
      release: idOf('release').optional(),
    }),
    output: pageOf(hotfixRow),
  }),
  abandonHotfix: operation({
    method: 'POST',
    path: '/api/v1/hotfixes/{id}/abandon',
    summary: 'Give a hotfix up; its branch stays in the remote',
    permission: 'contributor',
    params: z.object({ id: idOf('hotfix') }),
    body: z.object({}),
    output: z.object({ state: z.literal('abandoned') }),
    errors: ['wrong_state'],
  }),
};
