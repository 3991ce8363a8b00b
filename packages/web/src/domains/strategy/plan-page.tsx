import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant } from '../../ui/time.tsx';
import { AllocationsSection } from './allocations-section.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { PriorityDialog } from './priority-dialog.tsx';
import { ReadersDialog } from './readers-dialog.tsx';
import { RowsSection } from './rows-section.tsx';

type Plan = OutputOf<OperationOf<'strategy.getPlan'>>;
type Priority = Plan['priorities'][number];

const columns: readonly TableColumn<Priority>[] = [
  { id: 'rank', header: 'Rank', align: 'end', width: '4rem', cell: (row) => row.rank },
  { id: 'title', header: 'Priority', cell: (row) => <EntityLink entity={row} /> },
  { id: 'unit', header: 'Owner', cell: (row) => row.ownerUnit?.title ?? 'Nobody' },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
];

function Step({ plan, onClose }: { readonly plan: Plan; readonly onClose: () => void }) {
  const adopting = plan.state === 'draft';
  const adopt = useWrite('strategy.adoptPlan');
  const end = useWrite('strategy.closePlan');
  const [revision] = useState(plan.revision);
  const write = adopting ? adopt : end;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={adopting ? `Adopt ${plan.title}?` : `Close ${plan.title}?`}
      confirmLabel={adopting ? 'Adopt the plan' : 'Close the plan'}
      busy={write.isPending}
      problem={write.error ? shownProblem(write.error) : undefined}
      onConfirm={() =>
        write.mutate({ params: { id: plan.ref }, ifMatch: revision }, { onSuccess: onClose })
      }
    >
      {adopting
        ? `It becomes the plan of FY${plan.fiscalYear}. It and everything drafted under it opens to every member.`
        : 'It takes no more priorities. What was planned under it stays as it is.'}
    </ConfirmDialog>
  );
}

/** A plan with its priorities: drafted, adopted, closed. */
export function PlanPage() {
  const ref = useReference();
  const { data: plan, error } = useRead('strategy.getPlan', { params: { id: ref } });
  const [open, setOpen] = useState<'change' | 'priority' | 'readers' | 'step' | null>(null);
  if (error) return <ErrorState problem={shownProblem(error)} />;
  if (!plan) return <Skeleton lines={8} />;
  const close = () => setOpen(null);
  return (
    <EntityPage
      entity={plan}
      withoutRibbon
      marks={<Badge>FY{plan.fiscalYear}</Badge>}
      actions={
        <>
          <Button icon="edit" onClick={() => setOpen('change')}>
            Change
          </Button>
          {plan.state === 'draft' && <Button onClick={() => setOpen('readers')}>Readers</Button>}
          {plan.state !== 'closed' && (
            <Button tone="primary" onClick={() => setOpen('step')}>
              {plan.state === 'draft' ? 'Adopt' : 'Close'}
            </Button>
          )}
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          {
            term: 'Adopted',
            value: plan.adoptedAt ? <Instant at={plan.adoptedAt} /> : 'Still a draft',
          },
          {
            term: 'Closed',
            value: plan.closedAt ? <Instant at={plan.closedAt} /> : 'Not yet',
          },
          {
            term: 'Its year',
            value: (
              <TextLink href={`/strategy?year=${plan.fiscalYear}`}>
                The strategy of FY{plan.fiscalYear}
              </TextLink>
            ),
          },
        ]}
      />
      <RowsSection
        title="Priorities"
        rows={plan.priorities}
        columns={columns}
        none="No priority yet: three to five are plenty."
        actions={
          plan.state !== 'closed' && (
            <Button size="sm" icon="plus" onClick={() => setOpen('priority')}>
              Priority
            </Button>
          )
        }
      />
      <AllocationsSection plan={plan} />
      {open === 'readers' && <ReadersDialog plan={plan} onClose={close} />}
      {open === 'change' && <PlanDialog plan={plan} onClose={close} />}
      {open === 'priority' && <PriorityDialog plan={plan.ref} onClose={close} />}
      {open === 'step' && <Step plan={plan} onClose={close} />}
    </EntityPage>
  );
}
