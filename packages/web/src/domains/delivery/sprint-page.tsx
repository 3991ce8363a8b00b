import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { CloseSprint } from './close-sprint.tsx';
import { SprintBoard } from './sprint-board.tsx';
import { Answer, SprintCharts } from './sprint-charts.tsx';
import { SprintDialog } from './sprint-dialog.tsx';

const tabs = [
  { id: 'board', label: 'Board' },
  { id: 'figures', label: 'Figures' },
] as const;

/** A sprint: its goal and capacity, its board, its figures. */
export function SprintPage() {
  const ref = useReference();
  const { data: sprint, error } = useRead('delivery.getSprint', { params: { id: ref } });
  const start = useWrite('delivery.startSprint');
  const [open, setOpen] = useState<'change' | 'close' | null>(null);
  const [search, change] = useSearchState();
  const tab = tabs.find(({ id }) => id === search['tab'])?.id ?? 'board';
  if (error) return <FailedPage error={error} />;
  if (!sprint) return <Skeleton lines={8} />;
  const days = sprint.capacity.reduce((sum, one) => sum + one.days, 0);
  const unit = sprint.ownerUnit;
  return (
    <EntityPage
      entity={sprint}
      withoutRibbon
      actions={
        <>
          {sprint.state !== 'closed' && (
            <Button icon="edit" onClick={() => setOpen('change')}>
              Change
            </Button>
          )}
          {sprint.state === 'planned' && (
            <Button
              tone="primary"
              busy={start.isPending}
              onClick={() => start.mutate({ params: { id: sprint.ref }, ifMatch: sprint.revision })}
            >
              Start
            </Button>
          )}
          {sprint.state === 'running' && (
            <Button tone="primary" onClick={() => setOpen('close')}>
              Close the sprint
            </Button>
          )}
        </>
      }
    >
      {start.error && <ErrorState problem={shownProblem(start.error)} compact />}
      <DescriptionList
        wide
        entries={[
          { term: 'Goal', value: sprint.goal || 'None yet' },
          {
            term: 'Days',
            value: (
              <>
                <PlainDate date={sprint.startsOn} /> to <PlainDate date={sprint.endsOn} />
              </>
            ),
          },
          {
            term: 'Capacity',
            value:
              sprint.capacity.length === 0
                ? 'Nobody is a member of the team yet'
                : `${days} days of ${sprint.capacity.length} ${sprint.capacity.length === 1 ? 'person' : 'people'}`,
          },
          { term: 'Planned', value: `${sprint.planned} points, ${sprint.done} done` },
          {
            term: 'Velocity',
            value:
              sprint.velocity === null ? 'No sprint was closed yet' : `${sprint.velocity} points`,
          },
          {
            term: 'Backlog',
            value: unit && (
              <TextLink href={`/backlog?unit=${unit.ref}`}>Take stories from the backlog</TextLink>
            ),
          },
        ]}
      />
      <Tabs
        label="Sprint"
        tabs={tabs}
        value={tab}
        onValueChange={(id) => change({ tab: id === 'board' ? undefined : id })}
      >
        {tab === 'board' ? (
          <SprintBoard sprint={sprint} />
        ) : (
          <div className="flex flex-col gap-6">
            <SprintCharts sprint={sprint.ref} />
            {unit && (
              <Section title="Velocity">
                <Answer insight="delivery.velocity" parameters={{ unit: unit.ref }} />
              </Section>
            )}
          </div>
        )}
      </Tabs>
      {open === 'change' && <SprintDialog sprint={sprint} onClose={() => setOpen(null)} />}
      {open === 'close' && <CloseSprint sprint={sprint} onClose={() => setOpen(null)} />}
    </EntityPage>
  );
}
