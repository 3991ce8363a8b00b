import type { Id, OperationOf, OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { AttemptState } from '../tables.ts';

type Log = OutputOf<OperationOf<'release.getAttemptLog'>>;

const chunkLimit = 200;

/** The log of an attempt after a chunk. */
export async function attemptLog(
  context: ReadContext,
  id: Id<'attempt'>,
  after: number,
): Promise<Log> {
  const found = await sql<{ state: AttemptState; log_truncated: boolean }>`
    select attempt.state, attempt.log_truncated from step_attempt attempt
    join entity on entity.id = attempt.deployment_id
    where attempt.id = ${id} and ${visible(context.actor)}
    union all
    select attempt.state, attempt.log_truncated from check_attempt attempt
    join queue_build build on build.id = attempt.build_id
    join entity on entity.id = build.repository_id
    where attempt.id = ${id} and ${visible(context.actor)}
  `.execute(context.db);
  const [attempt] = found.rows;
  if (!attempt) throw notFound('attempt');
  const { rows } = await sql<{ sequence: number; text: string }>`
    select sequence, text from attempt_log where attempt_id = ${id} and sequence > ${after}
    union all
    select sequence, text from check_log where attempt_id = ${id} and sequence > ${after}
    order by sequence limit ${chunkLimit + 1}
  `.execute(context.db);
  const shown = rows.slice(0, chunkLimit);
  return {
    text: shown.map(({ text }) => text).join(''),
    last: shown.at(-1)?.sequence ?? after,
    more: rows.length > chunkLimit,
    ended: attempt.state !== 'ready' && attempt.state !== 'running',
    truncated: attempt.log_truncated,
  };
}
