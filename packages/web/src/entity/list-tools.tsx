import type { Paged } from '../api/use-operation.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { SavedViews } from './saved-views.tsx';

/** What stands at the end of a list's filters: its saved views, and all of its rows as CSV. */
export function ListTools({ list }: { readonly list: Pick<Paged<unknown>, 'csv'> }) {
  return (
    <>
      <SavedViews />
      <LinkButton size="sm" icon="download" download href={list.csv}>
        Export CSV
      </LinkButton>
    </>
  );
}
