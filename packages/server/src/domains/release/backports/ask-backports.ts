import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { problem } from '../../../platform/problem.ts';
import { loadLine, type LineRow } from '../lines/store.ts';
import type { ReleaseTables } from '../tables.ts';
import { backportBranch } from './backport-rules.ts';
import { backportsOfChange, broughtChanges, type BroughtChange } from './store.ts';
import type { BackportCommit } from './tables.ts';

/** The job that makes one backport. */
export const backportJob = 'release.make-backport';

/**
 * Asks that a change be brought to lines. It is intended now, and made once the change has landed.
 * Lines that have ended, or that aren't patched in this way, are refused in words.
 */
export async function askBackports(
  context: WriteContext,
  deps: { jobs: Jobs },
  input: { change: Id<'change'>; lines: readonly Id<'release_line'>[] },
): Promise<Id<'backport'>[]> {
  const { tx, actor } = context;
  const entity = await loadEntity(
    tx,
    actor,
    { kind: 'change', id: input.change },
    { lock: 'share' },
  );
  authorise(actor, 'contributor', entity.ownerUnit);
  const [change] = await broughtChanges(tx, { ids: [input.change] });
  if (!change || change.state === 'closed') {
    throw problem('wrong_state', 'This change was given up: there is nothing to bring elsewhere.');
  }
  if (change.commits.length === 0) {
    throw problem('wrong_state', 'This change has no commit of its own that could be picked.');
  }
  const present = await backportsOfChange(tx, input.change);
  const made: Id<'backport'>[] = [];
  for (const id of new Set(input.lines)) {
    await loadEntity(tx, actor, { kind: 'release_line', id }, { lock: 'share' });
    const line = await loadLine(tx, id);
    requirePatchable(line);
    if (present.get(id)?.active) {
      throw problem('already_exists', `It is being brought to ${line.branch} already.`);
    }
    made.push(await insertBackport(context, deps, { change, line, how: 'person' }));
  }
  return made;
}

/** Throws where a line takes no backports: it has ended, or is patched in another way. */
export function requirePatchable(line: LineRow): void {
  if (line.state !== 'supported') {
    const why =
      line.state === 'ended'
        ? line.ended_reason
          ? ` (${line.ended_reason})`
          : line.supported_until
            ? `: its last day was ${line.supported_until}`
            : ''
        : '';
    throw problem(
      'release.line_ended',
      line.state === 'ended'
        ? `Support of ${line.branch} has ended${why}. Reopen the line to patch it once more.`
        : `${line.branch} is not in the remote yet.`,
    );
  }
  if (line.strategy === 'roll-forward') {
    throw problem(
      'release.not_patched',
      `${line.branch} is not patched: its users roll forward to the next release.`,
    );
  }
}

/** Writes a backport of a change to a line: its entity, its row, what it brings. */
export async function insertBackport(
  context: WriteContext,
  deps: { jobs: Jobs },
  asked: { change: BroughtChange; line: LineRow; how: 'person' | 'label' | 'trailer' },
): Promise<Id<'backport'>> {
  const { change, line, how } = asked;
  const landed = change.state === 'merged';
  const id = await writeBackport(context, {
    title: `${change.title} → ${line.series}`,
    state: landed ? 'making' : 'waiting',
    says: landed ? 'It is being picked.' : 'It waits until the change has landed.',
    repository: line.repository_id,
    direction: 'back',
    change: change.id,
    line,
    target: line.branch,
    branch: backportBranch(line, change),
    how,
    commits: change.commits.map(({ sha, subject }) => waiting(sha, subject, 'change')),
  });
  if (landed) await deps.jobs.enqueue(context.tx, backportJob, { backport: id });
  return id;
}

/** A commit of which nothing is known yet. */
export function waiting(
  sha: string,
  subject: string,
  part: BackportCommit['part'],
): BackportCommit {
  return { sha, subject, part, state: 'waiting', became: null };
}

/** Writes a backport or a forward port. */
export async function writeBackport(
  context: WriteContext,
  one: {
    title: string;
    state: 'waiting' | 'making';
    says: string;
    repository: Id<'repository'>;
    direction: 'back' | 'forward';
    change: Id<'change'> | null;
    line: Pick<LineRow, 'id'>;
    target: string;
    branch: string;
    how: 'person' | 'label' | 'trailer';
    commits: readonly BackportCommit[];
  },
): Promise<Id<'backport'>> {
  const { tx, actor, now } = context;
  const home = await loadEntity(tx, actor, { kind: 'repository', id: one.repository });
  const { id } = await createEntity(context, {
    kind: 'backport',
    title: one.title.length > 200 ? `${one.title.slice(0, 199)}…` : one.title,
    state: one.state,
    ownerUnit: home.ownerUnit,
    after: {
      to: one.target,
      line: toReference('release_line', one.line.id),
      commits: one.commits.map(({ sha }) => sha),
    },
  });
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('backport')
    .values({
      id,
      repository_id: one.repository,
      direction: one.direction,
      change_id: one.change,
      line_id: one.line.id,
      target: one.target,
      branch: one.branch,
      asked_by: actor.name,
      asked_how: one.how,
      asked_at: toDate(now),
      says: one.says,
      commits: JSON.stringify(one.commits),
    })
    .execute();
  if (one.change)
    await link(context, { kind: 'backport', id }, 'brings', { kind: 'change', id: one.change });
  return id;
}
