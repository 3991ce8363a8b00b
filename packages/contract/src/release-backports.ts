import { z } from 'zod';
import { entityRefOf, idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { changed, entityFields, entitySummary, instant, pageOf, pageQuery } from './schemas.ts';

/**
 * `waiting`: for the change to land, or for the backport below it in a stack. `making`: being
 * picked and pushed. `conflict`: a person resolves it, or takes earlier commits along. `ready`: its
 * branch is in the remote and lands when somebody says so. `empty`: the line has it already.
 */
export const backportStates = [
  'waiting',
  'making',
  'conflict',
  'ready',
  'landing',
  'landed',
  'empty',
  'failed',
  'withdrawn',
] as const;

/** Where a backport stands. */
export type BackportState = (typeof backportStates)[number];

/** What to take of a file in conflict: the line's, the change's, a text of one's own, none. */
export const takes = ['line', 'change', 'text', 'delete'] as const;

/** What to take of a file in conflict. */
export type Take = (typeof takes)[number];

const state = z.enum(backportStates);
const take = z.enum(takes);
const path = z.string().min(1).max(4096);

const pickedCommit = z.object({
  sha: z.string(),
  subject: z.string(),
  /** `earlier`: taken along since the change needs it. */
  part: z.enum(['change', 'earlier']),
  state: z.enum(['waiting', 'picked', 'empty', 'conflict']),
  /** What it became on the branch. */
  became: z.string().nullable(),
});

const backportRow = z.object({
  ref: referenceOf('backport'),
  title: z.string(),
  state,
  direction: z.enum(['back', 'forward']),
  repository: z.object({ ref: referenceOf('repository'), title: z.string() }),
  /** Null where a commit of a line is brought forward that belongs to no change. */
  change: entitySummary.nullable(),
  /** The line that it goes to, or from which it is brought forward. */
  line: z.object({ ref: referenceOf('release_line'), title: z.string(), branch: z.string() }),
  target: z.string(),
  branch: z.string(),
  askedBy: z.string(),
  askedHow: z.enum(['person', 'label', 'trailer']),
  askedAt: instant,
  /** What there is to say of its state, in a sentence. */
  says: z.string(),
});

const side = z
  .object({
    /** `text` can be shown; the others are `binary`, `large`, a `link` or a `submodule`. */
    kind: z.enum(['text', 'binary', 'large', 'link', 'submodule']),
    text: z.string().nullable(),
    mode: z.string(),
    sha: z.string(),
  })
  .nullable();

const conflictKind = z.enum([
  'content',
  'add-add',
  'binary',
  'modify-delete',
  'rename-delete',
  'rename-rename',
  'file-directory',
  'directory-rename',
  'mode',
  'submodule',
  'other',
]);

const conflictFile = z.object({
  path: z.string(),
  kind: conflictKind,
  /** What Git says of it. */
  message: z.string(),
  /** At the commit's parent, on the line, in the change; null where the file isn't there. */
  base: side,
  line: side,
  change: side,
  /** Both merged, with conflict marks around what differs; null where it can't be one text. */
  merged: z.string().nullable(),
  /** What may be taken of it. */
  takes: z.array(take),
  /** How the team settled the very same conflict before: an offer, until somebody takes it. */
  remembered: z
    .object({ take, text: z.string().nullable(), by: z.string(), at: instant })
    .nullable(),
});

/** Whether a change would go to a line, as computed when either moved last. */
export const previewOutcomes = ['clean', 'empty', 'conflict', 'unreadable'] as const;

const preview = z.object({
  outcome: z.enum(previewOutcomes),
  /** The files in conflict. */
  paths: z.array(z.string()),
  /** Earlier commits of the default branch that the line hasn't and that touch what conflicts. */
  missing: z.array(z.object({ sha: z.string(), subject: z.string() })),
  /** Whether it goes cleanly once these are taken along: tried. */
  missingSuffice: z.boolean(),
  at: instant,
});

const lineName = z.object({
  ref: referenceOf('release_line'),
  title: z.string(),
  branch: z.string(),
  series: z.string(),
});

const params = z.object({ id: idOf('backport') });

/** Backports: a change brought to the lines that are still supported, and fixes brought forward. */
export const releaseBackports = {
  askBackports: operation({
    method: 'POST',
    path: '/api/v1/backports',
    summary: 'Ask that a change be brought to lines; it waits where the change has not landed yet',
    permission: 'contributor',
    body: z.object({
      change: idOf('change'),
      lines: z.array(idOf('release_line')).min(1).max(50),
    }),
    output: z.object({ refs: z.array(referenceOf('backport')) }),
    status: 202,
    errors: ['already_exists', 'release.line_ended', 'release.not_patched', 'wrong_state'],
  }),
  listBackports: operation({
    method: 'GET',
    path: '/api/v1/backports',
    summary: 'Backports and forward ports, the newest first',
    permission: 'member',
    query: pageQuery.extend({
      repository: idOf('repository').optional(),
      line: idOf('release_line').optional(),
      change: idOf('change').optional(),
      state: state.optional(),
      direction: z.enum(['back', 'forward']).optional(),
    }),
    output: pageOf(backportRow),
  }),
  getBackport: operation({
    method: 'GET',
    path: '/api/v1/backports/{id}',
    summary: 'A backport: its commits, what they became, and what conflicts',
    permission: 'member',
    params,
    output: backportRow.extend({
      ...entityFields,
      state,
      commits: z.array(pickedCommit),
      /** The line's commit on which it was made, and the branch's own. */
      base: z.string().nullable(),
      result: z.string().nullable(),
      landedAt: instant.nullable(),
      landedBy: z.string().nullable(),
      conflict: z
        .object({
          sha: z.string(),
          subject: z.string(),
          files: z.array(z.object({ path: z.string(), kind: conflictKind })),
          missing: z.array(z.object({ sha: z.string(), subject: z.string() })),
          missingSuffice: z.boolean(),
        })
        .nullable(),
      resolutions: z.array(
        z.object({
          sha: z.string(),
          path: z.string(),
          take,
          remembered: z.boolean(),
          by: z.string(),
          at: instant,
        }),
      ),
    }),
  }),
  getBackportConflict: operation({
    method: 'GET',
    path: '/api/v1/backports/{id}/conflict',
    summary: 'The files in conflict: base, the line’s, the change’s, and how it was settled before',
    permission: 'member',
    params,
    output: z.object({
      revision: z.number().int(),
      /** Null where nothing conflicts, or not any more. */
      conflict: z.object({ sha: z.string(), files: z.array(conflictFile) }).nullable(),
    }),
    errors: ['release.not_fetched'],
  }),
  resolveBackport: operation({
    method: 'POST',
    path: '/api/v1/backports/{id}/resolve',
    summary: 'Settle every file of the conflict; the pick goes on with the next commit',
    permission: 'contributor',
    params,
    body: z.object({
      /** The commit in conflict, as it was shown. */
      sha: z.string().max(64),
      files: z
        .array(
          z.object({
            path,
            take,
            /** With `text`: the whole file. */
            text: z.string().max(4_000_000).optional(),
            /** It is the remembered settlement, looked at and taken. */
            remembered: z.boolean().default(false),
          }),
        )
        .min(1)
        .max(500),
    }),
    output: changed,
    status: 202,
    ifMatch: true,
    errors: ['wrong_state', 'release.not_resolved', 'release.not_fetched'],
  }),
  takeEarlierCommits: operation({
    method: 'POST',
    path: '/api/v1/backports/{id}/earlier-commits',
    summary: 'Take the missing earlier commits along, in their order, before the change’s own',
    permission: 'contributor',
    params,
    body: z.object({}),
    output: changed,
    status: 202,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  landBackport: operation({
    method: 'POST',
    path: '/api/v1/backports/{id}/land',
    summary: 'Push a ready backport to its line',
    permission: 'contributor',
    params,
    body: z.object({}),
    output: changed,
    status: 202,
    ifMatch: true,
    errors: ['wrong_state', 'release.line_ended'],
  }),
  retryBackport: operation({
    method: 'POST',
    path: '/api/v1/backports/{id}/retry',
    summary: 'Make it anew on what the line is now',
    permission: 'contributor',
    params,
    body: z.object({}),
    output: changed,
    status: 202,
    errors: ['wrong_state', 'release.line_ended'],
  }),
  withdrawBackport: operation({
    method: 'POST',
    path: '/api/v1/backports/{id}/withdraw',
    summary: 'Give a backport up and take its branch away',
    permission: 'contributor',
    params,
    body: z.object({}),
    output: changed,
    errors: ['wrong_state'],
  }),
  getChangeBackports: operation({
    method: 'GET',
    path: '/api/v1/changes/{id}/backports',
    summary: 'How a change would go to each supported line, and what was asked for',
    permission: 'member',
    params: z.object({ id: idOf('change') }),
    output: z.object({
      items: z.array(
        z.object({
          line: lineName,
          preview: preview.nullable(),
          backport: backportRow.nullable(),
        }),
      ),
    }),
  }),
  getBackportMatrix: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}/backport-matrix',
    summary: 'Every open change against every supported line: what would happen',
    permission: 'member',
    params: z.object({ id: idOf('repository') }),
    output: z.object({
      lines: z.array(lineName),
      /** The last changed first: at most 200. */
      changes: z.array(
        z.object({
          change: entitySummary,
          branch: z.string().nullable(),
          /** In the order of the lines; null where it has not been computed yet. */
          cells: z.array(
            z
              .object({
                outcome: z.enum(previewOutcomes),
                paths: z.number().int(),
                backport: z.object({ ref: referenceOf('backport'), state }).nullable(),
              })
              .nullable(),
          ),
        }),
      ),
    }),
  }),
  findChange: operation({
    method: 'GET',
    path: '/api/v1/where-is',
    summary: 'Where a commit, a change, an initiative or the key of an issue is by now',
    description:
      'By at least seven digits of a commit, a reference (`chg_…`, `ini_…`, `fea_…`, `sto_…`), or a key as commit messages name it (`CORE-12`, `#45`).',
    permission: 'member',
    query: z.object({
      q: z.string().trim().min(2).max(200),
      repository: idOf('repository').optional(),
    }),
    output: z.object({
      /** What the words were taken for. */
      read: z.enum(['commit', 'work', 'key', 'nothing']),
      /** The newest first: at most 50. */
      items: z.array(
        z.object({
          repository: z.object({ ref: referenceOf('repository'), title: z.string() }),
          sha: z.string(),
          subject: z.string(),
          author: z.string(),
          at: instant,
          change: entitySummary.nullable(),
          /** What it is for. */
          work: z.array(entitySummary),
          onDefault: z.boolean(),
          lines: z.array(
            lineName.extend({
              /** `has`: the commit itself; `picked`: a pick of it, which is named. */
              how: z.enum(['has', 'picked']),
              sha: z.string(),
              ended: z.boolean(),
            }),
          ),
          releases: z.array(entitySummary.extend({ version: z.string(), at: instant })),
          environments: z.array(
            z.object({ ref: referenceOf('environment'), title: z.string(), since: instant }),
          ),
          flags: z.array(entitySummary),
        }),
      ),
    }),
  }),
};

/** What `findChange` takes for a piece of work. */
export const workRef = entityRefOf('change', 'initiative', 'feature', 'story');
