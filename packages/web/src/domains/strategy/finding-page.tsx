import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Instant } from '../../ui/time.tsx';
import { CloseFindingDialog } from './close-finding-dialog.tsx';
import { FindingDialog } from './finding-dialog.tsx';
import { findingTypeOptions } from './words.ts';

/** A finding, and how it was settled. */
export function FindingPage() {
  const ref = useReference();
  const { data: finding, error } = useRead('strategy.getFinding', { params: { id: ref } });
  const [open, setOpen] = useState<'change' | 'close' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!finding) return <Skeleton lines={8} />;
  const { owner, closedAt } = finding;
  return (
    <EntityPage
      entity={finding}
      withoutRibbon
      actions={
        <>
          <Button icon="edit" onClick={() => setOpen('change')}>
            Change
          </Button>
          {finding.state === 'open' && (
            <Button tone="primary" onClick={() => setOpen('close')}>
              Close
            </Button>
          )}
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          {
            term: 'Kind',
            value: findingTypeOptions.find(({ value }) => value === finding.type)?.label,
          },
          {
            term: 'Owner',
            value: owner && <EntityLink entity={{ ref: owner.ref, title: owner.name }} />,
          },
          { term: 'Open since', value: <Instant at={finding.openedAt} /> },
          { term: 'Closed', value: closedAt ? <Instant at={closedAt} /> : 'Still open' },
          { term: 'Outcome', value: closedAt ? finding.outcome : 'Said when it is closed' },
        ]}
      />
      {open === 'change' && <FindingDialog finding={finding} onClose={() => setOpen(null)} />}
      {open === 'close' && <CloseFindingDialog finding={finding} onClose={() => setOpen(null)} />}
    </EntityPage>
  );
}
