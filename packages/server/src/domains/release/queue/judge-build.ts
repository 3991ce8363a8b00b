import { toReference, type Id } from '@throughline/contract';
import { system } from '../../../platform/access/actor.ts';
import { toDate } from '../../../platform/clock.ts';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { testsOfCommit } from '../../delivery/index.ts';
import type { ReleaseTables } from '../tables.ts';
import type { CheckDefinition } from '../workflow/queue-section.ts';
import { intendCheck } from './begin-build.ts';
import { attemptsOf, commitChecks, type BuildRow } from './queue-store.ts';

type Judged =
  | { readonly state: 'pending' | 'green' }
  | { readonly state: 'red'; readonly says: string; readonly attempt?: Id<'attempt'> };

type Attempts = Awaited<ReturnType<typeof attemptsOf>>;

/** More losses than this in one check are no accident. */
const mostLosses = 3;

/** Looks at the checks of a build that runs, and ends it where they say so; true where it ended. */
export async function judgeBuild(context: WriteContext, build: BuildRow): Promise<boolean> {
  const { tx } = context;
  const attempts = await attemptsOf(tx, build.id);
  const outside = await commitChecks(tx, build.repository_id, build.sha);
  let pending = false;
  for (const check of build.checks) {
    const judged = await judge(context, build, check, attempts, outside);
    if (judged.state === 'red') {
      const says = `${check.name}: ${judged.says}`;
      await endBuild(context, build, { state: 'red', says, attempt: judged.attempt ?? null });
      return true;
    }
    pending ||= judged.state === 'pending';
  }
  if (pending) return false;
  await endBuild(context, build, { state: 'green', says: '', attempt: null });
  return true;
}

async function judge(
  context: WriteContext,
  build: BuildRow,
  check: CheckDefinition,
  attempts: Attempts,
  outside: Awaited<ReturnType<typeof commitChecks>>,
): Promise<Judged> {
  if ('run' in check) {
    return command(
      context,
      build,
      check,
      attempts.filter(({ name }) => name === check.name),
    );
  }
  const since = context.now.epochMilliseconds - build.started_at.getTime();
  const late = since > check.timeout * 1000;
  if ('outside' in check) {
    const said = outside.get(check.name);
    if (said?.state === 'success') return { state: 'green' };
    if (said?.state === 'failure') return { state: 'red', says: said.says || 'It failed.' };
    if (!late) return { state: 'pending' };
    return { state: 'red', says: `Nobody reported it within ${check.timeout} s.` };
  }
  const reader = { ...reading(context), actor: system('merge-queue') };
  const tests = await testsOfCommit(reader, build.repository_id, build.sha);
  if (tests.state === 'green') return { state: 'green' };
  if (tests.state === 'red') return { state: 'red', says: tests.says };
  if (!late) return { state: 'pending' };
  return { state: 'red', says: `No test was recorded within ${check.timeout} s.` };
}

/** A command's verdict is its last attempt's; a lost one begins anew, for a check does no harm twice. */
async function command(
  context: WriteContext,
  build: BuildRow,
  check: CheckDefinition,
  attempts: Attempts,
): Promise<Judged> {
  const last = attempts.at(-1);
  if (!last || last.state === 'ready' || last.state === 'running') return { state: 'pending' };
  if (last.state === 'succeeded') return { state: 'green' };
  if (last.state === 'lost' && attempts.length < mostLosses) {
    await intendCheck(context, build.id, check, attempts.length + 1);
    return { state: 'pending' };
  }
  return { state: 'red', says: last.says || 'It failed.', attempt: last.id };
}

/** Ends a build, and whatever of it is still to run or running. */
export async function endBuild(
  context: WriteContext,
  build: { id: Id<'queue_build'>; repository_id: Id<'repository'>; sha: string },
  end: { state: 'green' | 'red' | 'stopped'; says: string; attempt: Id<'attempt'> | null },
): Promise<void> {
  const { tx, now } = context;
  const tables = tx.$extendTables<ReleaseTables>();
  const ended = await tables
    .updateTable('queue_build')
    .set({
      state: end.state,
      says: end.says.slice(0, 2000),
      attempt_id: end.attempt,
      finished_at: toDate(now),
    })
    .where('id', '=', build.id)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  if (!ended) return;
  // What runs is told to end when its runner asks next; what nobody took is not begun.
  await tables
    .updateTable('check_attempt')
    .set({ state: 'cancelled', says: 'The build ended before.', finished_at: toDate(now) })
    .where('build_id', '=', build.id)
    .where('state', '=', 'ready')
    .execute();
  await record(context, {
    action: 'repository.build_ended',
    entity: { kind: 'repository', id: build.repository_id },
    after: {
      build: toReference('queue_build', build.id),
      sha: build.sha,
      state: end.state,
      says: end.says,
    },
  });
}
