import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation, upload } from './operation.ts';
import { entitySummary, instant, pageOf, pageQuery } from './schemas.ts';

/** A full object name of Git. */
const sha = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'must be a full object name');

/** How a run ended: something failed, nothing did, or nothing was run at all. */
export const testRunStates = ['green', 'red', 'empty'] as const;

/** How a test ended in a run; `flaky`: it passed, but only when the runner tried it again. */
export const testOutcomes = ['passed', 'failed', 'skipped', 'flaky'] as const;

/** Why a test is called flaky. */
export const flakySigns = ['retried', 'same-commit', 'flips'] as const;

/** Flaky tests are looked for among the runs of so many days. */
export const flakyDays = 14;

/** So many changes of its outcome on one branch make a test flaky: broken and mended is two. */
export const flakyFlips = 4;

/** The results of each test are kept for the newest runs of a job, so many of them. */
export const runsWithResults = 200;

/** And for so many days. */
export const resultsKeptDays = 90;

/** What remains of a run, its counts, is kept for so many days. */
export const runsKeptDays = 400;

/** A report may hold so many tests. */
export const mostTests = 20_000;

const jobName = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}]{1,100}$/u, 'one line of at most 100 characters');

const runRow = z.object({
  ref: referenceOf('test_run'),
  repository: entitySummary,
  sha: z.string(),
  branch: z.string().nullable(),
  /** Which of a commit's jobs it is: its newest run counts. */
  job: z.string(),
  state: z.enum(testRunStates),
  passed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  /** Of those that passed: only when tried again. */
  flaky: z.number().int(),
  /** What its tests took, added up. */
  seconds: z.number(),
  url: z.string().nullable(),
  at: instant,
});

const testName = {
  ref: referenceOf('test_case'),
  /** The class, file or suite that it stands in; may be empty. */
  group: z.string(),
  name: z.string(),
};

/** What the tests of a commit say: its newest run of each job. */
export const commitTests = z.object({
  state: z.enum(['green', 'red', 'unknown']),
  says: z.string(),
  sha: z.string(),
  runs: z.array(runRow),
});

/** Results of tests by commit, as CI uploads them. */
export const testOperations = {
  recordTestRun: operation({
    method: 'POST',
    path: '/api/v1/repositories/{id}/test-runs',
    summary: 'Upload the JUnit XML of a commit’s tests',
    description:
      'The body is one report as surefire, pytest, jest-junit, GoogleTest and others write it: at most 8 MiB and 20,000 tests, without a document type. An API key with the scope `tests:write` may call this and nothing else. The same report uploaded again for the same commit and job answers the run that it made first; another report of the same job is a further try, as is the first one’s coming once more after it, and the newest counts.',
    permission: 'contributor',
    scope: 'tests',
    params: z.object({ id: idOf('repository') }),
    query: z.object({
      sha,
      job: jobName.default('tests'),
      branch: z.string().min(1).max(255).optional(),
      /** Where CI shows the run. */
      url: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .optional(),
    }),
    body: upload(['application/xml', 'text/xml'], 8 * 1024 * 1024),
    output: z.object({
      ref: referenceOf('test_run'),
      /** This very report was here already. */
      repeated: z.boolean(),
      state: z.enum(testRunStates),
      passed: z.number().int(),
      failed: z.number().int(),
      skipped: z.number().int(),
      flaky: z.number().int(),
    }),
    status: 201,
    errors: ['delivery.report_unreadable', 'body_too_large', 'unsupported_media_type'],
  }),
  getTestJobs: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}/test-jobs',
    summary: 'The jobs that report tests of a repository, and those without which nobody can tell',
    permission: 'member',
    params: z.object({ id: idOf('repository') }),
    output: z.object({
      required: z.array(z.string()),
      /** Those that reported in the last four weeks, by name: at most 100. */
      known: z.array(z.string()),
    }),
  }),
  requireTestJobs: operation({
    method: 'PUT',
    path: '/api/v1/repositories/{id}/test-jobs',
    summary: 'Say which jobs must have reported before a commit’s tests are green',
    permission: 'editor',
    params: z.object({ id: idOf('repository') }),
    body: z.object({ required: z.array(jobName).max(50) }),
    output: z.object({ required: z.array(z.string()) }),
  }),
  listTestRuns: operation({
    method: 'GET',
    path: '/api/v1/test-runs',
    summary: 'Runs of tests, the newest first; of a repository, a branch, a commit, in a state',
    permission: 'member',
    query: pageQuery.extend({
      repository: idOf('repository').optional(),
      branch: z.string().max(255).optional(),
      sha: sha.optional(),
      state: z.enum(testRunStates).optional(),
    }),
    output: pageOf(runRow),
  }),
  getTestRun: operation({
    method: 'GET',
    path: '/api/v1/test-runs/{id}',
    summary: 'A run of tests',
    permission: 'member',
    params: z.object({ id: idOf('test_run') }),
    output: z.object({
      ...runRow.shape,
      /** The results of each test are still kept. */
      detailed: z.boolean(),
    }),
  }),
  listTestResults: operation({
    method: 'GET',
    path: '/api/v1/test-runs/{id}/results',
    summary: 'The tests of a run: failed ones first, then those tried again, skipped, passed',
    permission: 'member',
    params: z.object({ id: idOf('test_run') }),
    query: pageQuery.extend({ outcome: z.enum(testOutcomes).optional() }),
    output: pageOf(
      z.object({
        ...testName,
        outcome: z.enum(testOutcomes),
        seconds: z.number(),
        /** Of a failure: what it said, at most 4,000 characters. */
        message: z.string(),
      }),
    ),
  }),
  listFlakyTests: operation({
    method: 'GET',
    path: '/api/v1/flaky-tests',
    summary: 'Tests that passed and failed on the same code, the most unsteady first: at most 200',
    description:
      'Of the runs of the last 14 days. A test is flaky where it passed only when tried again in one run, where it passed and failed on the same commit, or where its outcome changed four times or more on one branch.',
    permission: 'member',
    query: z.object({ repository: idOf('repository').optional() }),
    output: z.object({
      items: z.array(
        z.object({
          ...testName,
          repository: entitySummary,
          job: z.string(),
          signs: z.array(z.enum(flakySigns)),
          /** How often it gave a sign: runs in which it was tried again, commits with both, flips. */
          times: z.number().int(),
          runs: z.number().int(),
          failed: z.number().int(),
          lastFailedAt: instant.nullable(),
        }),
      ),
    }),
  }),
  getTestCase: operation({
    method: 'GET',
    path: '/api/v1/test-cases/{id}',
    summary: 'A test with how it ended in its last hundred runs, the newest first',
    permission: 'member',
    params: z.object({ id: idOf('test_case') }),
    output: z.object({
      ...testName,
      repository: entitySummary,
      job: z.string(),
      results: z.array(
        z.object({
          run: referenceOf('test_run'),
          sha: z.string(),
          branch: z.string().nullable(),
          at: instant,
          outcome: z.enum(testOutcomes),
          seconds: z.number(),
          message: z.string(),
        }),
      ),
    }),
  }),
};
