import { EmptyState } from '../ui/empty-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { PageHeader } from '../ui/page-header.tsx';

/** The page of an address that leads nowhere, and of an entity that one may not see. */
export function NothingHere() {
  return (
    <>
      <PageHeader title="Nothing is here" />
      <EmptyState
        sentence="This address leads to nothing that exists, or to something that you may not see."
        action={<LinkButton href="/">Go to Home</LinkButton>}
      />
    </>
  );
}
