import type { OperationOf, OutputOf } from '@throughline/contract';
import { useMemo, useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useReference } from '../../entity/use-reference.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { formatPlainDate } from '../../ui/format-time.ts';
import { LineChart } from '../../ui/line-chart.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { CheckInDialog } from './check-in-dialog.tsx';
import { initiativeColumns, KeyResultStatus } from './columns.tsx';
import { GradeRevisions } from './grade-revisions.tsx';
import { InitiativeDialog } from './initiative-dialog.tsx';
import { KeyResultDialog } from './key-result-dialog.tsx';
import { RowsSection } from './rows-section.tsx';
import { Score } from './score.tsx';
import { amount } from './words.ts';

type KeyResult = OutputOf<OperationOf<'strategy.getKeyResult'>>;
type CheckIn = OutputOf<OperationOf<'strategy.listCheckIns'>>['items'][number];

const columns: readonly TableColumn<CheckIn>[] = [
  { id: 'on', header: 'Day', width: '9rem', cell: (row) => <PlainDate date={row.on} /> },
  { id: 'value', header: 'Value', align: 'end', width: '7rem', cell: (row) => row.value },
  {
    id: 'confidence',
    header: 'Confidence',
    align: 'end',
    width: '7rem',
    cell: (row) => `${row.confidence} of 10`,
  },
  { id: 'status', header: 'Status', width: '8rem', cell: (row) => <KeyResultStatus of={row} /> },
  { id: 'comment', header: 'Comment', cell: (row) => row.comment || '–' },
  { id: 'by', header: 'By', cell: (row) => row.by },
];

function CheckIns({
  keyResult,
  onCheckIn,
}: {
  readonly keyResult: KeyResult;
  readonly onCheckIn: () => void;
}) {
  const list = useList('strategy.listCheckIns', { params: { id: keyResult.ref } });
  const { labels, value, confidence } = useMemo(() => {
    // Newest first, the last entry of a day before those that it corrects.
    const days = [...new Map(list.items.toReversed().map((row) => [row.on, row])).values()];
    return {
      labels: days.map(({ on }) => formatPlainDate(on)),
      value: [{ name: 'Value', values: days.map((row) => row.value) }],
      confidence: [{ name: 'Confidence', values: days.map((row) => row.confidence) }],
    };
  }, [list.items]);
  return (
    <Section title="Check-ins">
      {labels.length > 1 && (
        <div className="grid gap-6 lg:grid-cols-2">
          <LineChart
            title="Value"
            labels={labels}
            series={value}
            unit={keyResult.unit}
            target={keyResult.target}
          />
          <LineChart title="Confidence" labels={labels} series={confidence} unit="of 10" />
        </div>
      )}
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Check-ins"
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.on}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="Nobody has checked in yet."
            action={<Button onClick={onCheckIn}>Check in</Button>}
            example="“48 %, confidence 6, on track: the second region went live.”"
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
    </Section>
  );
}

/** A key result: four numbers that say different things, and where they come from. */
export function KeyResultPage() {
  const ref = useReference();
  const { data: keyResult, error } = useRead('strategy.getKeyResult', { params: { id: ref } });
  const [open, setOpen] = useState<'change' | 'check in' | 'initiative' | null>(null);
  if (error) return <ErrorState problem={shownProblem(error)} />;
  if (!keyResult) return <Skeleton lines={10} />;
  const { unit, progress, grade, owner, objective, metric, confidenceChange } = keyResult;
  const close = () => setOpen(null);
  return (
    <EntityPage
      entity={keyResult}
      confidence={{
        value: keyResult.confidence,
        stale: keyResult.stale,
        ...(confidenceChange === null ? {} : { change: confidenceChange }),
      }}
      marks={
        <>
          {keyResult.guardrail && <Badge>Guardrail</Badge>}
          {keyResult.stale && <Badge>Check-in overdue</Badge>}
        </>
      }
      actions={
        <>
          <Button icon="edit" onClick={() => setOpen('change')}>
            Change
          </Button>
          {keyResult.state === 'active' && (
            <Button tone="primary" onClick={() => setOpen('check in')}>
              Check in
            </Button>
          )}
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          {
            term: 'Progress',
            value:
              progress === null ? (
                'Not scored before the first check-in'
              ) : (
                <Score progress={progress} />
              ),
          },
          { term: 'Status', value: <KeyResultStatus of={keyResult} /> },
          {
            term: 'From → to',
            value: `${amount(keyResult.baseline, unit)} → ${amount(keyResult.target, unit)}`,
          },
          {
            term: 'Now',
            value: keyResult.current === null ? null : amount(keyResult.current, unit),
          },
          { term: 'Grade', value: grade === null ? 'Given when it closes' : grade.toFixed(2) },
          {
            term: 'Owner',
            value: owner && <EntityLink entity={{ ref: owner.ref, title: owner.name }} />,
          },
          {
            term: 'Serves',
            value: objective && (
              <>
                <EntityLink entity={objective} />
                {keyResult.weight !== 1 && `, weight ${keyResult.weight}`}
              </>
            ),
          },
          { term: 'Metric', value: metric ? <EntityLink entity={metric} /> : 'Checked in by hand' },
          { term: 'Check-ins', value: `Every ${keyResult.checkInDays} days` },
        ]}
      />
      <CheckIns keyResult={keyResult} onCheckIn={() => setOpen('check in')} />
      <RowsSection
        title="Initiatives"
        rows={keyResult.initiatives}
        columns={initiativeColumns}
        none="No initiative serves it directly."
        actions={
          <Button size="sm" icon="plus" onClick={() => setOpen('initiative')}>
            Initiative
          </Button>
        }
      />
      <GradeRevisions revisions={keyResult.gradeRevisions} />
      {open === 'change' && <KeyResultDialog keyResult={keyResult} onClose={close} />}
      {open === 'check in' && <CheckInDialog keyResult={keyResult} onClose={close} />}
      {open === 'initiative' && <InitiativeDialog serves={optionOf(keyResult)} onClose={close} />}
    </EntityPage>
  );
}
