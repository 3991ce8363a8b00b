import type { EntityKind } from '@throughline/contract';
import type { QueryClient } from '@tanstack/react-query';
import { domainOfKind } from './entity-address.ts';

interface Changed {
  readonly ref: string;
  readonly kind: EntityKind;
}

/** Groups of operations that show entities of every domain. */
const aboutEverything = new Set(['entities', 'decisions', 'insights', 'platform', 'rhythm']);

const settleMs = 150;

/**
 * Follows the server's stream of changes and reads again what shows a changed entity: nobody presses
 * refresh. After a gap in the stream everything on the screen is read again. Returns what ends it.
 */
export function followLive(queries: QueryClient): () => void {
  let pending: Changed[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let interrupted = false;

  const refresh = () => {
    timer = undefined;
    const domains = new Set(pending.map(({ kind }) => domainOfKind(kind)));
    const refs = pending.map(({ ref }) => ref);
    pending = [];
    void queries.invalidateQueries({
      predicate: ({ queryKey, state }) => {
        const group = String(queryKey[0]).split('.')[0] ?? '';
        if (domains.has(group) || aboutEverything.has(group)) return true;
        const shown = JSON.stringify(state.data ?? null);
        return refs.some((ref) => shown.includes(ref));
      },
    });
  };

  const source = new EventSource('/api/v1/live');
  source.addEventListener('changed', (event) => {
    pending.push(...(JSON.parse(String(event.data)) as Changed[]));
    timer ??= setTimeout(refresh, settleMs);
  });
  source.addEventListener('signal', (event) => {
    const { ref, operation } = JSON.parse(String(event.data)) as { ref: string; operation: string };
    void queries.invalidateQueries({
      predicate: ({ queryKey: [id, input] }) =>
        id === operation && JSON.stringify(input ?? null).includes(ref),
    });
  });
  source.addEventListener('open', () => {
    if (interrupted) void queries.invalidateQueries();
    interrupted = false;
  });
  source.addEventListener('error', () => {
    interrupted = true;
  });
  return () => {
    source.close();
    clearTimeout(timer);
  };
}
