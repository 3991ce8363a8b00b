import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AllocationDialog } from './allocation-dialog.tsx';
import { CapacityDialog } from './capacity-dialog.tsx';
import { CapacityMatrix } from './capacity-matrix.tsx';
import { CutListSection } from './cut-list-section.tsx';

/** What a plan asks of units by quarter against what they have, and what it gives up. */
export function AllocationsSection({
  plan,
}: {
  readonly plan: OutputOf<OperationOf<'strategy.getPlan'>>;
}) {
  const { data, error } = useRead('strategy.getAllocations', { params: { id: plan.ref } });
  const [open, setOpen] = useState<'allocate' | 'capacity' | null>(null);
  const close = () => setOpen(null);
  if (error) return <ErrorState problem={shownProblem(error)} compact />;
  if (!data) return <Skeleton lines={4} />;
  const { over } = data;
  return (
    <>
      <Section
        title="Allocations"
        note={
          over.length === 0
            ? undefined
            : `Too much in ${over.length} ${over.length === 1 ? 'place' : 'places'}: the cut list settles it.`
        }
        actions={
          <>
            <LinkButton href={`/plan-comparison?year=${plan.fiscalYear}`} size="sm">
              Compare
            </LinkButton>
            <Button size="sm" onClick={() => setOpen('capacity')}>
              Set capacity
            </Button>
            {plan.priorities.length > 0 && (
              <Button size="sm" icon="plus" onClick={() => setOpen('allocate')}>
                {plan.state === 'draft' ? 'Allocate' : 'Record what it took'}
              </Button>
            )}
          </>
        }
      >
        {data.units.length === 0 ? (
          <p className="text-secondary">
            Nothing is allocated, and no capacity is said for FY{plan.fiscalYear}.
          </p>
        ) : (
          <CapacityMatrix units={data.units} />
        )}
      </Section>
      <CutListSection plan={plan} allocations={data} />
      {open === 'allocate' && (
        <AllocationDialog
          plan={plan}
          entries={data.entries}
          revision={data.revision}
          onClose={close}
        />
      )}
      {open === 'capacity' && <CapacityDialog fiscalYear={plan.fiscalYear} onClose={close} />}
    </>
  );
}
