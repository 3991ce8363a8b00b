import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ContactDialog } from './contact-dialog.tsx';

/** A person at an account. */
export function ContactPage() {
  const ref = useReference();
  const { data: contact, error } = useRead('engagement.getContact', { params: { id: ref } });
  const [changing, setChanging] = useState(false);
  if (error) return <FailedPage error={error} />;
  if (!contact) return <Skeleton lines={6} />;
  return (
    <EntityPage
      entity={contact}
      withoutRibbon
      actions={
        <Button icon="edit" onClick={() => setChanging(true)}>
          Change
        </Button>
      }
    >
      <DescriptionList
        entries={[
          { term: 'Account', value: contact.account && <EntityLink entity={contact.account} /> },
          { term: 'Role', value: contact.role },
          { term: 'E-mail', value: contact.email },
        ]}
      />
      {changing && <ContactDialog contact={contact} onClose={() => setChanging(false)} />}
    </EntityPage>
  );
}
