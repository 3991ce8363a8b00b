import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { JobRun } from '../../../platform/jobs/jobs.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { SettingsReader } from '../release-settings.ts';
import type { ReleaseTables } from '../tables.ts';
import { ForgeFault, type ForgeClient, type ForgeStatus } from './forge-client.ts';
import { findForge, requestFacts, statusesSent } from './forge-store.ts';
import { openForge } from './open-forge.ts';
import { commentMark, commentOf, digestOf, statusesOf, type RequestFacts } from './report-rules.ts';

/** The job that tells a repository's forge what is new; its input names the repository. */
export const reportJob = 'release.report-to-forge';

/** What reporting needs of the rest. */
export interface ReportDeps {
  readonly secrets: Secrets;
  readonly settings: SettingsReader;
  readonly publicUrl: string;
}

const retrySeconds = 300;
const againSeconds = 600;
/** What landed is told of until its release has gone its way. */
const settledHours = 30 * 24;

/**
 * Tells a forge what is new of a repository's requests: a status of the head, and one comment that is
 * kept up to date. What was said is kept after it was, so that a crash says it again rather than never;
 * saying the same again changes nothing there.
 */
export async function reportToForge(
  run: JobRun,
  deps: ReportDeps,
  repository: Id<'repository'>,
): Promise<void> {
  const { database, clock } = run;
  const { db } = database;
  const row = await findForge(db, repository);
  if (!row?.reports || row.sealed_key === null) return;
  if (row.problem !== null && row.due_at.getTime() > clock.now().epochMilliseconds) return;
  const settle = (columns: { problem: string | null; seconds: number; reported?: boolean }) =>
    run.write(({ tx, now }) =>
      tx
        .$extendTables<ReleaseTables>()
        .updateTable('forge')
        .set({
          problem: columns.problem,
          due_at: toDate(now.add({ seconds: columns.seconds })),
          ...(columns.reported ? { reported_at: toDate(now) } : {}),
        })
        .where('repository_id', '=', repository)
        .execute(),
    );
  try {
    const { remoteHosts } = await deps.settings.read(db);
    const client = openForge(deps.secrets, row, remoteHosts, () => clock.now());
    const since = clock.now().subtract({ hours: settledHours });
    const facts = await requestFacts(db, repository, since);
    const heads = facts.map(({ head }) => head);
    const sent = await statusesSent(db, repository, heads);
    let reported = false;
    for (const one of facts) {
      for (const status of statusesOf(one, deps.publicUrl)) {
        const digest = digestOf(status);
        if (sent.get(`${one.head} ${status.name}`) === digest) continue;
        await client.setStatus(one.head, status);
        await keepStatus(run, repository, one.head, status, digest);
        reported = true;
      }
      reported = (await writeComment(run, deps, client, repository, one)) || reported;
    }
    await settle({ problem: null, seconds: againSeconds, reported });
  } catch (error) {
    if (!(error instanceof ForgeFault)) throw error;
    const problem = error.message.slice(0, 1000);
    await settle({ problem, seconds: error.retryAfter ?? retrySeconds });
  }
}

async function keepStatus(
  run: JobRun,
  repository: Id<'repository'>,
  sha: string,
  { name }: ForgeStatus,
  digest: string,
) {
  await run.write(({ tx, now }) => {
    const said = { digest, sent_at: toDate(now) };
    return tx
      .$extendTables<ReleaseTables>()
      .insertInto('forge_status')
      .values({ repository_id: repository, sha, name, ...said })
      .onConflict((conflict) =>
        conflict.columns(['repository_id', 'sha', 'name']).doUpdateSet(said),
      )
      .execute();
  });
}

async function writeComment(
  run: JobRun,
  { publicUrl }: ReportDeps,
  client: ForgeClient,
  repository: Id<'repository'>,
  facts: RequestFacts & { comment: string | null; digest: string | null },
): Promise<boolean> {
  const body = commentOf(facts, publicUrl);
  const digest = digestOf(body);
  if (facts.digest === digest) return false;
  const said = { known: facts.comment, mark: commentMark, body };
  const id = await client.comment(facts.number, said);
  await run.write(({ tx }) =>
    tx
      .$extendTables<ReleaseTables>()
      .updateTable('review_request')
      .set({ comment_id: id, comment_digest: digest })
      .where('repository_id', '=', repository)
      .where('number', '=', facts.number)
      .execute(),
  );
  return true;
}
