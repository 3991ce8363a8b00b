import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useList, useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { AccountDialog } from './account-dialog.tsx';
import { ContactDialog } from './contact-dialog.tsx';
import { contactColumns, feedbackColumns } from './columns.tsx';
import { annualValue, labelOf, segmentOptions } from './words.ts';

/** An account: who it is, its people, its programs, what it said. */
export function AccountPage() {
  const ref = useReference();
  const { data: account, error } = useRead('engagement.getAccount', { params: { id: ref } });
  const said = useList('engagement.listFeedback', { query: { account: ref, limit: 20 } });
  const [dialog, setDialog] = useState<'change' | 'contact' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!account) return <Skeleton lines={8} />;
  return (
    <EntityPage
      entity={account}
      withoutRibbon
      actions={
        <Button icon="edit" onClick={() => setDialog('change')}>
          Change
        </Button>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Segment', value: labelOf(segmentOptions, account.segment) },
          { term: 'Tier', value: account.tier },
          { term: 'Annual value', value: annualValue(account.annualValue) },
          {
            term: 'Key in the product',
            value: account.externalKey && <Mono>{account.externalKey}</Mono>,
          },
          {
            term: 'Programs',
            value:
              account.programs.length > 0 ? (
                <span className="flex flex-wrap gap-x-3">
                  {account.programs.map(({ program }) => (
                    <EntityLink key={program.ref} entity={program} />
                  ))}
                </span>
              ) : (
                'None'
              ),
          },
          {
            term: 'Feedback',
            value: `${account.feedback.open} open of ${account.feedback.total}`,
          },
        ]}
      />
      <Section
        title="Contacts"
        actions={
          <Button size="sm" icon="plus" onClick={() => setDialog('contact')}>
            Add a contact
          </Button>
        }
      >
        {account.contacts.length === 0 ? (
          <p className="text-secondary">Nobody is known here yet.</p>
        ) : (
          <Table
            label="Contacts"
            columns={contactColumns}
            rows={account.contacts}
            rowKey={(row) => row.ref}
            rowName={(row) => row.title}
          />
        )}
      </Section>
      <Section title="What they said">
        {said.items.length === 0 ? (
          <p className="text-secondary">Nothing was heard from them yet.</p>
        ) : (
          <Table
            label="What they said"
            columns={feedbackColumns}
            rows={said.items}
            rowKey={(row) => row.ref}
            rowName={(row) => row.title}
          />
        )}
      </Section>
      {dialog === 'change' && <AccountDialog account={account} onClose={() => setDialog(null)} />}
      {dialog === 'contact' && <ContactDialog account={ref} onClose={() => setDialog(null)} />}
    </EntityPage>
  );
}
