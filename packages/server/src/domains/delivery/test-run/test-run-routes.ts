import { operations } from '@throughline/contract';
import { act, read, write, type Route } from '../../../platform/http/route.ts';
import { flakyTests, testCaseView } from './flaky-views.ts';
import { recordTestRun } from './record-test-run.ts';
import { requireTestJobs } from './require-test-jobs.ts';
import { listTestResults, listTestRuns, testJobsView, testRunView } from './test-run-views.ts';

const { delivery } = operations;

/** Binds results of tests. */
export function testRunRoutes(): Route[] {
  return [
    act(delivery.recordTestRun, (context, { params, query, body }) =>
      recordTestRun(context, params.id, query, body),
    ),
    read(delivery.getTestJobs, (context, { params }) => testJobsView(context, params.id)),
    write(delivery.requireTestJobs, async (context, { params, body }) => ({
      required: await requireTestJobs(context, params.id, body.required),
    })),
    read(delivery.listTestRuns, (context, { query }) => listTestRuns(context, query)),
    read(delivery.getTestRun, (context, { params }) => testRunView(context, params.id)),
    read(delivery.listTestResults, (context, { params, query }) =>
      listTestResults(context, params.id, query),
    ),
    read(delivery.listFlakyTests, async (context, { query }) => ({
      items: await flakyTests(context, query),
    })),
    read(delivery.getTestCase, (context, { params }) => testCaseView(context, params.id)),
  ];
}
