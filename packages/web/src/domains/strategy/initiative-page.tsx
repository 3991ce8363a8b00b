import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { BranchesSection } from '../../entity/branches-section.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { RisksSection } from '../../entity/risks-section.tsx';
import { WhereSection } from '../../entity/where-section.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { Health, keyResultColumns, TargetWindow } from './columns.tsx';
import { HealthDialog } from './health-dialog.tsx';
import { InitiativeDialog } from './initiative-dialog.tsx';
import { RowsSection } from './rows-section.tsx';
import { ServedList } from './served-list.tsx';
import { StageDialog } from './stage-dialog.tsx';

/** An initiative, headed by its line: stage, health, what it serves, needs and delivers. */
export function InitiativePage() {
  const ref = useReference();
  const { data: initiative, error } = useRead('strategy.getInitiative', { params: { id: ref } });
  const [open, setOpen] = useState<'change' | 'health' | 'stage' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!initiative) return <Skeleton lines={10} />;
  const { owner, healthAt, healthReason, dependsOn, neededBy, features } = initiative;
  const close = () => setOpen(null);
  return (
    <EntityPage
      entity={initiative}
      marks={<Health of={initiative} />}
      actions={
        <>
          <Button icon="edit" onClick={() => setOpen('change')}>
            Change
          </Button>
          <Button onClick={() => setOpen('health')}>Set health</Button>
          <Button tone="primary" onClick={() => setOpen('stage')}>
            Move stage
          </Button>
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          {
            term: 'Owner',
            value: owner && <EntityLink entity={{ ref: owner.ref, title: owner.name }} />,
          },
          { term: 'Window', value: <TargetWindow of={initiative} /> },
          {
            term: 'Health',
            value: healthAt && (
              <span className="flex flex-col gap-1">
                <span className="flex gap-2">
                  <Health of={initiative} plain /> <Age at={healthAt} />
                </span>
                {healthReason !== '' && <span>{healthReason}</span>}
              </span>
            ),
          },
          {
            term: 'Serves',
            value: initiative.serves.length > 0 && <ServedList serves={initiative.serves} />,
          },
          {
            term: 'Depends on',
            value: dependsOn.length > 0 && <EntityLinks entities={dependsOn} />,
          },
          { term: 'Needed by', value: neededBy.length > 0 && <EntityLinks entities={neededBy} /> },
          {
            term: 'Delivered by',
            value: features.length > 0 && <EntityLinks entities={features} />,
          },
        ].map(({ term, value }) => ({ term, value: value === false ? 'Nothing' : value }))}
      />
      <RowsSection
        title="Key results"
        rows={initiative.keyResults}
        columns={keyResultColumns}
        none="It serves no objective with key results yet: change it and choose what it serves."
      />
      {initiative.conflicts.length > 0 && (
        <Section title="Conflicts">
          <ul className="flex flex-col gap-1">
            {initiative.conflicts.map(({ entity, says }) => (
              <li key={`${entity.ref} ${says}`} className="flex flex-wrap items-baseline gap-x-2">
                <Status tone="off-track" word="Conflict" plain />
                <EntityLink entity={entity} />
                <span>{says}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <WhereSection work={initiative.ref} />
      <RisksSection threatens={initiative.ref} />
      <BranchesSection work={initiative.ref} />
      <Section title="Stages">
        <ol className="flex flex-col gap-1">
          {initiative.stages.map(({ stage, at, by }) => (
            <li key={`${stage} ${at}`} className="flex flex-wrap items-baseline gap-x-4">
              <EntityStatus state={stage} plain />
              <Instant at={at} />
              <span className="text-secondary">{by}</span>
            </li>
          ))}
        </ol>
      </Section>
      {initiative.healthHistory.length > 0 && (
        <Section title="Health over time">
          <ol className="flex flex-col gap-1">
            {initiative.healthHistory.map(({ health, reason, at, by }) => (
              <li key={`${health} ${at}`} className="flex flex-wrap items-baseline gap-x-4">
                <Health of={{ health }} plain />
                <Instant at={at} />
                <span className="text-secondary">{by}</span>
                {reason !== '' && <span>{reason}</span>}
              </li>
            ))}
          </ol>
        </Section>
      )}
      {open === 'change' && <InitiativeDialog initiative={initiative} onClose={close} />}
      {open === 'health' && <HealthDialog initiative={initiative} onClose={close} />}
      {open === 'stage' && <StageDialog initiative={initiative} onClose={close} />}
    </EntityPage>
  );
}
