import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';
import { workflowOf } from '../workflow/workflow-store.ts';
import { seriesOf, standingOf } from './line-rules.ts';
import { linesOf, type LineRow } from './store.ts';

/**
 * Brings a repository's lines up to its branches, its rules and the day: a branch that is named as
 * a line becomes one, a line whose branch went or whose window is over has ended. Says whether any
 * line moved.
 */
export async function syncLines(
  context: WriteContext,
  repository: Id<'repository'>,
  branches: readonly { name: string; sha: string }[],
  today: Temporal.PlainDate,
): Promise<boolean> {
  const { tx, actor } = context;
  const { lines: rules } = await workflowOf(tx, repository);
  const known = new Map((await linesOf(tx, repository)).map((line) => [line.branch, line]));
  const heads = new Map(branches.map(({ name, sha }) => [name, sha]));
  const found = branches.flatMap(({ name }) => {
    const series = seriesOf(name, rules.names);
    return series !== undefined && !known.has(name) ? [{ branch: name, series }] : [];
  });
  const all = [...known.values(), ...found].map(({ series }) => series);
  let moved = found.length > 0;
  const home = await loadEntity(tx, actor, { kind: 'repository', id: repository });
  for (const { branch, series } of found) {
    const line = {
      branch,
      series,
      head: heads.get(branch) ?? null,
      opening: false,
      strategy: rules.patch,
      supportedUntil: null,
      setBy: 'found' as const,
      endedReason: null,
    };
    const { state, ...standing } = standingOf(line, rules, all, today);
    await insertLine(context, {
      repository,
      title: `${home.title} ${series}`,
      ownerUnit: home.ownerUnit,
      state,
      since: today,
      row: { branch, series, head: line.head, ...standing },
    });
  }
  for (const line of known.values()) {
    const opening = line.state === 'opening' && !heads.has(line.branch);
    if (opening || line.state === 'failed') continue;
    if (await bringUp(context, line, heads.get(line.branch) ?? null, rules, all, today)) {
      moved = true;
    }
  }
  return moved;
}

async function bringUp(
  context: WriteContext,
  line: LineRow,
  head: string | null,
  rules: Awaited<ReturnType<typeof workflowOf>>['lines'],
  all: readonly string[],
  today: Temporal.PlainDate,
): Promise<boolean> {
  const { tx } = context;
  const standing = standingOf(
    {
      branch: line.branch,
      series: line.series,
      head,
      opening: false,
      strategy: line.strategy,
      supportedUntil: line.supported_until,
      setBy: line.set_by,
      endedReason: line.ended_reason,
    },
    rules,
    all,
    today,
  );
  const same =
    head === line.head &&
    standing.state === line.state &&
    standing.strategy === line.strategy &&
    standing.supportedUntil === line.supported_until &&
    standing.setBy === line.set_by;
  if (same) return false;
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('release_line')
    .set({
      head,
      strategy: standing.strategy,
      supported_until: standing.supportedUntil,
      set_by: standing.setBy,
    })
    .where('id', '=', line.id)
    .execute();
  await changeEntity(
    context,
    { kind: 'release_line', id: line.id },
    {
      action: standing.state === line.state ? 'release_line.moved' : lineActions[standing.state],
      ...(standing.state === line.state ? {} : { state: standing.state }),
      after: { head, strategy: standing.strategy, supportedUntil: standing.supportedUntil },
    },
  );
  return true;
}

const lineActions = {
  opening: 'release_line.opening',
  supported: 'release_line.supported',
  ended: 'release_line.ended',
} as const;

/** Writes a new line: its entity and its row. */
export async function insertLine(
  context: WriteContext,
  line: {
    repository: Id<'repository'>;
    title: string;
    ownerUnit: Id<'unit'> | null;
    state: 'opening' | 'supported' | 'ended';
    since: Temporal.PlainDate;
    row: {
      branch: string;
      series: string;
      head: string | null;
      strategy: LineRow['strategy'];
      supportedUntil: string | null;
      setBy: LineRow['set_by'];
      opensAt?: string;
    };
  },
): Promise<{ id: Id<'release_line'>; revision: number }> {
  const { row } = line;
  const { id, revision } = await createEntity(context, {
    kind: 'release_line',
    title: line.title.slice(0, 200),
    state: line.state,
    ownerUnit: line.ownerUnit,
    after: { branch: row.branch, series: row.series, strategy: row.strategy },
  });
  await context.tx
    .$extendTables<ReleaseTables>()
    .insertInto('release_line')
    .values({
      id,
      repository_id: line.repository,
      branch: row.branch,
      series: row.series,
      head: row.head,
      strategy: row.strategy,
      supported_from: line.since.toString(),
      supported_until: row.supportedUntil,
      set_by: row.setBy,
      opens_at: row.opensAt ?? null,
    })
    .execute();
  return { id, revision };
}
