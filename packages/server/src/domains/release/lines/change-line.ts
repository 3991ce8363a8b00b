import type { Id, PatchStrategy } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReleaseTables } from '../tables.ts';
import { loadLine } from './store.ts';

/** Throws where the repository's own file says how long a line is supported. */
export function requireOwnWindow(line: { set_by: string; branch: string }): void {
  if (line.set_by !== 'file') return;
  throw problem(
    'release.set_by_file',
    `The window of ${line.branch} stands in .throughline/release.yaml of the repository. Change it there.`,
  );
}

/** Changes how a line is patched, until when, and who owns it. */
export async function changeLine(
  context: WriteContext,
  today: Temporal.PlainDate,
  id: Id<'release_line'>,
  change: {
    summary?: string | undefined;
    ownerUnit?: Id<'unit'> | null | undefined;
    strategy?: PatchStrategy | undefined;
    supportedUntil?: string | null | undefined;
  },
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'release_line', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'editor', entity.ownerUnit);
  if (change.ownerUnit) {
    authorise(actor, 'editor', change.ownerUnit);
    await loadEntity(tx, actor, { kind: 'unit', id: change.ownerUnit });
  }
  const { strategy, supportedUntil, ...common } = change;
  const window = strategy !== undefined || supportedUntil !== undefined;
  const line = await loadLine(tx, id);
  let state: 'supported' | 'ended' | undefined;
  if (window) {
    requireOwnWindow(line);
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('release_line')
      .set({
        set_by: 'person',
        ...(strategy === undefined ? {} : { strategy }),
        ...(supportedUntil === undefined ? {} : { supported_until: supportedUntil }),
      })
      .where('id', '=', id)
      .execute();
    state = settledState(line, supportedUntil ?? line.supported_until, today);
  }
  return changeEntity(context, ref, {
    ...common,
    ...(state === undefined ? {} : { state }),
    after: {
      ...(strategy === undefined ? {} : { strategy }),
      ...(supportedUntil === undefined ? {} : { supportedUntil }),
    },
  });
}

/** What a line's state becomes by its window alone; undefined where that doesn't decide. */
function settledState(
  line: { state: string; ended_reason: string | null; head: string | null },
  until: string | null,
  today: Temporal.PlainDate,
): 'supported' | 'ended' | undefined {
  if (line.state !== 'supported' && line.state !== 'ended') return undefined;
  if (line.ended_reason !== null || line.head === null) return undefined;
  const over = until !== null && Temporal.PlainDate.compare(until, today) < 0;
  return over ? 'ended' : 'supported';
}
