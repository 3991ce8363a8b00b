import { createHash } from 'node:crypto';
import {
  runsWithResults,
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ActContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { readJunit } from './junit-rules.ts';
import { countOutcomes, runState } from './test-run-rules.ts';
import { forgetOldResults, keepRun, renewRun, runOfReport } from './test-run-store.ts';

type Query = ParsedInput<OperationOf<'delivery.recordTestRun'>>['query'];
type Recorded = OutputOf<OperationOf<'delivery.recordTestRun'>>;

/**
 * Keeps a report of a commit's tests. It is read before the transaction begins, so that no
 * connection waits for the parsing. The same report again answers the run that it made first, and makes
 * it count again where another one has come in between: tests may end alike to the last byte.
 */
export async function recordTestRun(
  context: ActContext,
  repository: Id<'repository'>,
  query: Query,
  report: Uint8Array,
): Promise<Recorded> {
  const about = { kind: 'repository', id: repository } as const;
  const known = await loadEntity(context.db, context.actor, about);
  authorise(context.actor, 'contributor', known.ownerUnit);
  const tests = await readJunit(report);
  const counts = countOutcomes(tests);
  const { sha, job } = query;
  const digest = createHash('sha256').update(report).digest();
  const answer = (id: Id<'test_run'>, repeated: boolean, of: typeof counts): Recorded => ({
    ref: toReference('test_run', id),
    repeated,
    state: runState(of),
    passed: of.passed,
    failed: of.failed,
    skipped: of.skipped,
    flaky: of.flaky,
  });
  return context.write(async (write) => {
    const { tx } = write;
    const id = newId('test_run');
    const run = {
      id,
      repository_id: repository,
      sha,
      branch: query.branch ?? null,
      job,
      digest,
      ...counts,
      seconds: tests.reduce((sum, { seconds }) => sum + seconds, 0),
      url: query.url ?? null,
      received_at: toDate(write.now),
    };
    const reported = (of: Id<'test_run'>) =>
      record(write, {
        action: 'repository.tests_reported',
        entity: about,
        after: { run: toReference('test_run', of), sha, job, state: runState(counts), ...counts },
      });
    if (!(await keepRun(tx, run, tests))) {
      const before = await runOfReport(tx, run);
      if (await renewRun(tx, { ...run, id: before.id })) await reported(before.id);
      return answer(before.id, true, before);
    }
    await forgetOldResults(tx, { repository, job }, runsWithResults);
    await reported(id);
    return answer(id, false, counts);
  });
}
