import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { initiativeColumns, objectiveColumns } from './columns.tsx';
import { InitiativeDialog } from './initiative-dialog.tsx';
import { ObjectiveDialog } from './objective-dialog.tsx';
import { PriorityDialog } from './priority-dialog.tsx';
import { RowsSection } from './rows-section.tsx';

/** A strategic priority and what serves it. */
export function PriorityPage() {
  const ref = useReference();
  const { data: priority, error } = useRead('strategy.getPriority', { params: { id: ref } });
  const [open, setOpen] = useState<'change' | 'objective' | 'initiative' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!priority) return <Skeleton lines={8} />;
  const close = () => setOpen(null);
  return (
    <EntityPage
      entity={priority}
      actions={
        <Button icon="edit" onClick={() => setOpen('change')}>
          Change
        </Button>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Plan', value: priority.plan && <EntityLink entity={priority.plan} /> },
          { term: 'Rank', value: priority.rank },
          {
            term: 'All that leads here',
            value: (
              <TextLink href={`/initiatives?priority=${priority.ref}`}>
                Initiatives, also through objectives
              </TextLink>
            ),
          },
        ]}
      />
      <RowsSection
        title="Objectives"
        rows={priority.objectives}
        columns={objectiveColumns}
        none="No objective serves it yet."
        actions={
          <Button size="sm" icon="plus" onClick={() => setOpen('objective')}>
            Objective
          </Button>
        }
      />
      <RowsSection
        title="Initiatives that serve it directly"
        rows={priority.initiatives}
        columns={initiativeColumns}
        none="None without an objective between."
        actions={
          <Button size="sm" icon="plus" onClick={() => setOpen('initiative')}>
            Initiative
          </Button>
        }
      />
      {open === 'change' && <PriorityDialog priority={priority} onClose={close} />}
      {open === 'objective' && <ObjectiveDialog serves={optionOf(priority)} onClose={close} />}
      {open === 'initiative' && <InitiativeDialog serves={optionOf(priority)} onClose={close} />}
    </EntityPage>
  );
}
