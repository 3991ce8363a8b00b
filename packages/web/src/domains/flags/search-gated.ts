import { call } from '../../api/call.ts';
import type { ComboboxOption } from '../../ui/combobox.tsx';

/** Features and initiatives by a part of their title: what a flag can gate. */
export async function searchGated(
  query: string,
  signal: AbortSignal,
): Promise<readonly ComboboxOption[]> {
  const answers = await Promise.all(
    (['feature', 'initiative'] as const).map((kind) =>
      call('entities.listEntities', { query: { q: query, kind, limit: 10 } }, signal),
    ),
  );
  return answers
    .flatMap(({ items }) => items)
    .map(({ ref, title, kind }) => ({ id: ref, label: title, detail: kind }));
}
