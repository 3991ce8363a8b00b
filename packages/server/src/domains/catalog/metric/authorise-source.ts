import { toReference } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { problem } from '../../../platform/problem.ts';
import { authoriseQueries, loadConnection } from '../connection/connection-store.ts';
import type { Source } from './source-rules.ts';

/**
 * Refuses a source that the actor may not set: a query over a connection of which they are no editor,
 * or an insight that nobody offers. Throws `not_found`, `forbidden`, `insight.unknown`.
 */
export async function authoriseSource(
  { tx, actor }: Pick<WriteContext, 'tx' | 'actor'>,
  offersInsight: (key: string) => boolean,
  source: Source,
): Promise<void> {
  if (source.kind === 'sql') {
    authoriseQueries(actor, await loadConnection(tx, source.connection));
  }
  if (source.kind === 'insight' && !offersInsight(source.insight)) {
    throw problem('insight.unknown', `There is no insight “${source.insight}”. List them first.`);
  }
}

/** A source as the ledger keeps it. */
export function toldSource(source: Source): Record<string, unknown> {
  return source.kind === 'sql'
    ? { ...source, connection: toReference('connection', source.connection) }
    : source;
}
