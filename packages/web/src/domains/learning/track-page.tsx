import { FailedPage } from '../../entity/failed-page.tsx';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { Instant, PlainDate } from '../../ui/time.tsx';
import { dueWords, moduleStates } from './module-words.ts';

type Module = OutputOf<OperationOf<'learning.getTrack'>>['modules'][number];

const columns: readonly TableColumn<Module>[] = [
  { id: 'title', header: 'Module', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'minutes',
    header: 'To read',
    align: 'end',
    width: '7rem',
    cell: (row) => `${row.minutes} min`,
  },
  { id: 'quiz', header: 'Quiz', width: '5rem', cell: (row) => (row.hasQuiz ? 'Yes' : 'No') },
  {
    id: 'due',
    header: 'Due',
    width: '12rem',
    cell: (row) =>
      row.dueOn === null ? dueWords[row.due] : <PlainDate date={row.dueOn} weekday />,
  },
  {
    id: 'state',
    header: 'You',
    width: '14rem',
    cell: (row) => (
      <span className="flex flex-wrap gap-2">
        <Status {...moduleStates[row.mine]} plain />
        {row.overdue && <Status tone="at-risk" word="Overdue" plain />}
      </span>
    ),
  },
];

/** A track: its modules in order, and how far one is. */
export function TrackPage() {
  const ref = useReference();
  const { data: track, error } = useRead('learning.getTrack', { params: { id: ref } });
  const enrol = useWrite('learning.enrol');
  if (error) return <FailedPage error={error} />;
  if (!track) return <Skeleton lines={8} />;
  const { mine, modules } = track;
  return (
    <EntityPage
      entity={track}
      withoutRibbon
      actions={
        mine === null && (
          <Button
            tone="primary"
            busy={enrol.isPending}
            onClick={() => enrol.mutate({ params: { id: ref }, body: {} })}
          >
            Enrol
          </Button>
        )
      }
    >
      {enrol.error && <ErrorState problem={shownProblem(enrol.error)} compact />}
      <DescriptionList
        wide
        entries={[
          { term: 'For', value: track.audience.says },
          {
            term: 'You',
            value:
              mine === null ? (
                'Not enrolled: nothing is due, and nothing counts yet'
              ) : mine.completedAt === null ? (
                <Progress
                  label="Your progress"
                  labelHidden
                  value={mine.done}
                  max={modules.length}
                  text={`${mine.done} of ${modules.length} modules`}
                />
              ) : (
                <>
                  Completed <Instant at={mine.completedAt} />
                </>
              ),
          },
          ...(mine ? [{ term: 'Started', value: <PlainDate date={mine.startedOn} /> }] : []),
        ]}
      />
      <Section title="Modules">
        <Table
          label="Modules"
          columns={columns}
          rows={modules}
          rowKey={(row) => row.ref}
          rowName={(row) => row.title}
          empty={<EmptyState sentence="This track has no module yet." />}
        />
      </Section>
    </EntityPage>
  );
}
