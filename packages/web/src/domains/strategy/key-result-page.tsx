import { FailedPage } from '../../entity/failed-page.tsx';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useMemo, useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useReference } from '../../entity/use-reference.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { InsightChart } from '../../ui/insight-chart.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { CheckInDialog } from './check-in-dialog.tsx';
import { Guard, initiativeColumns, KeyResultStatus } from './columns.tsx';
import { GradeRevisions } from './grade-revisions.tsx';
import { InitiativeDialog } from './initiative-dialog.tsx';
import { KeyResultDialog } from './key-result-dialog.tsx';
import { RowsSection } from './rows-section.tsx';
import { Score } from './score.tsx';
import { amount, checkInWayWords, staleWord } from './words.ts';

type KeyResult = OutputOf<OperationOf<'strategy.getKeyResult'>>;
type CheckIn = OutputOf<OperationOf<'strategy.listCheckIns'>>['items'][number];

interface Point {
  readonly at: string;
  readonly value: number | null;
}

const columns: readonly TableColumn<CheckIn>[] = [
  { id: 'on', header: 'Day', width: '9rem', cell: (row) => <PlainDate date={row.on} /> },
  { id: 'value', header: 'Value', align: 'end', width: '7rem', cell: (row) => row.value },
  {
    id: 'confidence',
    header: 'Confidence',
    align: 'end',
    width: '7rem',
    cell: (row) => (row.confidence === null ? '–' : `${row.confidence} of 10`),
  },
  { id: 'status', header: 'Status', width: '8rem', cell: (row) => <KeyResultStatus of={row} /> },
  {
    id: 'comment',
    header: 'Comment',
    cell: (row) => (
      <span className="flex flex-wrap gap-x-2">
        {row.comment || '–'}
        {row.overrides && <Badge>Overrides its source</Badge>}
      </span>
    ),
  },
  {
    id: 'via',
    header: 'Source',
    cell: (row) =>
      row.metric ? <EntityLink entity={row.metric} /> : (row.insight ?? checkInWayWords[row.via]),
  },
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
  const charts = useMemo(() => {
    // Newest first, the last entry of a day before those that it corrects.
    const days = [...new Map(list.items.toReversed().map((row) => [row.on, row])).values()];
    const said = days.filter((row) => row.confidence !== null);
    const line = (title: string, unit: string, target: number | null, points: Point[]) => ({
      key: title,
      title,
      form: 'line' as const,
      unit,
      target,
      series: [{ key: title, label: title, points }],
    });
    return [
      line(
        'Value',
        keyResult.unit,
        keyResult.target,
        days.map(({ on, value }) => ({ at: on, value })),
      ),
      line(
        'Confidence',
        'of 10',
        null,
        said.map(({ on, confidence }) => ({ at: on, value: confidence })),
      ),
    ].filter(({ series: [one] }) => (one?.points.length ?? 0) > 1);
  }, [list.items, keyResult.unit, keyResult.target]);
  return (
    <Section title="Check-ins">
      {charts.length > 0 && (
        <div className="grid gap-6 lg:grid-cols-2">
          {charts.map((chart) => (
            <InsightChart key={chart.key} chart={chart} />
          ))}
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

/** What feeds a key result, or that people do. */
function Source({ keyResult }: { readonly keyResult: KeyResult }) {
  const { metric, insight } = keyResult;
  if (metric) {
    return (
      <>
        <EntityLink entity={metric} />: each new value checks it in
      </>
    );
  }
  if (!insight) return 'Checked in by hand';
  return (
    <>
      <Mono>{insight.figure}</Mono> of <Mono>{insight.insight}</Mono>, once a day
      {insight.error !== null && <span className="block text-off-track">{insight.error}</span>}
    </>
  );
}

/** A key result: four numbers that say different things, and where they come from. */
export function KeyResultPage() {
  const ref = useReference();
  const { data: keyResult, error } = useRead('strategy.getKeyResult', { params: { id: ref } });
  const [open, setOpen] = useState<'change' | 'check in' | 'initiative' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!keyResult) return <Skeleton lines={10} />;
  const { unit, progress, grade, owner, objective, confidenceChange } = keyResult;
  const close = () => setOpen(null);
  return (
    <EntityPage
      entity={keyResult}
      confidence={{
        value: keyResult.confidence,
        stale: keyResult.confidenceStale,
        ...(confidenceChange === null ? {} : { change: confidenceChange }),
      }}
      marks={
        <>
          {keyResult.guardrail && <Badge>Guardrail</Badge>}
          {keyResult.guard?.state === 'breached' && <Badge tone="strong">Breached</Badge>}
          {keyResult.stale && <Badge>{staleWord(keyResult)}</Badge>}
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
          { term: 'Source', value: <Source keyResult={keyResult} /> },
          { term: 'Check-ins', value: `Every ${keyResult.checkInDays} days` },
          ...(keyResult.guard === null
            ? []
            : [{ term: 'Guardrail', value: <Guard of={keyResult} /> }]),
          ...(keyResult.breached.length === 0
            ? []
            : [
                {
                  term: 'Breached beside it',
                  value: <EntityLinks entities={keyResult.breached} />,
                },
              ]),
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
