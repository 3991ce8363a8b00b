import { useMemo } from 'react';
import { useRead } from '../api/use-operation.ts';
import { useActions } from './action-context.ts';
import type { Action } from './actions.ts';

/** Offers every saved view to the palette while it is open. */
export function SavedViewActions({ go }: { readonly go: (href: string) => void }) {
  const { data } = useRead('savedViews.listSavedViews', { query: {} });
  const actions = useMemo(
    (): readonly Action[] =>
      (data?.items ?? []).map(({ ref, name, page, search }) => ({
        id: `view ${ref}`,
        title: name,
        section: 'Saved views',
        keywords: `view ${page}`,
        run: () => go(page + search),
      })),
    [data, go],
  );
  useActions(actions);
  return null;
}
