import type { OperationOf, OutputOf } from '@throughline/contract';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Confidence } from '../../ui/confidence.tsx';
import { Status } from '../../ui/status.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { amount, boundWord, healthOptions, percent, periodWord } from './words.ts';

/** An objective as lists show it. */
export type ObjectiveRow = OutputOf<OperationOf<'strategy.listObjectives'>>['items'][number];

/** A key result as lists show it. */
export type KeyResultRow = OutputOf<OperationOf<'strategy.listKeyResults'>>['items'][number];

/** An initiative as lists show it. */
export type InitiativeRow = OutputOf<OperationOf<'strategy.listInitiatives'>>['items'][number];

/** An initiative's health as shape and word, with its reason where it has one. */
export function Health({
  of,
  plain = false,
}: {
  readonly of: Pick<InitiativeRow, 'health'>;
  readonly plain?: boolean;
}) {
  if (of.health === null) return <Status tone="unknown" word="Not judged" plain={plain} />;
  const tone = ({ green: 'on-track', amber: 'at-risk', red: 'off-track' } as const)[of.health];
  const word = healthOptions.find(({ value }) => value === of.health)?.label;
  return <Status tone={tone} word={word} plain={plain} />;
}

/** A key result's status: what a person said at the last check-in. */
export function KeyResultStatus({ of }: { readonly of: Pick<KeyResultRow, 'status'> }) {
  return of.status === null ? (
    <Status tone="unknown" word="Not said" plain />
  ) : (
    <Status tone={of.status} plain />
  );
}

/** How sure people are of a key result, greyed when that was long ago. */
export function KeyResultConfidence({ of }: { readonly of: KeyResultRow }) {
  return (
    <Confidence
      value={of.confidence}
      stale={of.confidenceStale}
      {...(of.confidenceChange === null ? {} : { change: of.confidenceChange })}
    />
  );
}

/** How a guardrail stands, and in how many check-in periods it held. */
export function Guard({ of }: { readonly of: Pick<KeyResultRow, 'guard'> }) {
  if (of.guard === null) return null;
  const { state, periods, inRange } = of.guard;
  const { tone, word } = guardLooks[state];
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      <Status tone={tone} word={word} plain />
      {periods > 0 && (
        <span className="figures text-xs whitespace-nowrap text-tertiary">
          held in {inRange} of {periods} {periods === 1 ? 'period' : 'periods'}
        </span>
      )}
    </span>
  );
}

const guardLooks = {
  holds: { tone: 'on-track', word: 'In range' },
  breached: { tone: 'off-track', word: 'Breached' },
  unknown: { tone: 'unknown', word: 'No value yet' },
} as const;

/** When an initiative is to happen. */
export function TargetWindow({ of }: { readonly of: Pick<InitiativeRow, 'from' | 'to'> }) {
  if (of.from === null && of.to === null) return '–';
  return (
    <span className="whitespace-nowrap">
      {of.from === null ? '…' : <PlainDate date={of.from} />} –{' '}
      {of.to === null ? '…' : <PlainDate date={of.to} />}
    </span>
  );
}

/** The columns of tables of objectives. */
export const objectiveColumns: readonly TableColumn<ObjectiveRow>[] = [
  { id: 'title', header: 'Objective', cell: (row) => <EntityLink entity={row} /> },
  { id: 'unit', header: 'Unit', cell: (row) => row.ownerUnit?.title ?? 'Nobody' },
  { id: 'period', header: 'Period', width: '7rem', cell: periodWord },
  { id: 'commitment', header: 'Promise', width: '8rem', cell: (row) => row.commitment },
  {
    id: 'progress',
    header: 'Progress',
    align: 'end',
    width: '6rem',
    cell: (row) => (row.progress === null ? 'Not scored' : percent(row.progress)),
  },
  {
    id: 'grade',
    header: 'Grade',
    align: 'end',
    width: '5rem',
    cell: (row) => row.grade?.toFixed(1) ?? '–',
  },
];

/** The columns of tables of key results. */
export const keyResultColumns: readonly TableColumn<KeyResultRow>[] = [
  { id: 'title', header: 'Key result', cell: (row) => <EntityLink entity={row} /> },
  { id: 'owner', header: 'Owner', cell: (row) => row.owner?.name ?? 'Nobody' },
  {
    id: 'current',
    header: 'Now',
    align: 'end',
    cell: (row) => amount(row.current, row.unit),
  },
  {
    id: 'target',
    header: 'From → to',
    align: 'end',
    cell: (row) => `${amount(row.baseline, '').trim()} → ${amount(row.target, row.unit)}`,
  },
  {
    id: 'progress',
    header: 'Progress',
    align: 'end',
    width: '6rem',
    cell: (row) => percent(row.progress),
  },
  {
    id: 'confidence',
    header: 'Confidence',
    width: '9rem',
    cell: (row) => <KeyResultConfidence of={row} />,
  },
  {
    id: 'status',
    header: 'Status',
    width: '8rem',
    cell: (row) => <KeyResultStatus of={row} />,
  },
];

/** The columns of tables of guardrails. */
export const guardrailColumns: readonly TableColumn<KeyResultRow>[] = [
  { id: 'title', header: 'Guardrail', cell: (row) => <EntityLink entity={row} /> },
  { id: 'owner', header: 'Owner', cell: (row) => row.owner?.name ?? 'Nobody' },
  { id: 'current', header: 'Now', align: 'end', cell: (row) => amount(row.current, row.unit) },
  { id: 'bound', header: 'Bound', align: 'end', cell: boundWord },
  { id: 'guard', header: 'Stands', width: '18rem', cell: (row) => <Guard of={row} /> },
];

/** The columns of tables of initiatives. */
export const initiativeColumns: readonly TableColumn<InitiativeRow>[] = [
  { id: 'title', header: 'Initiative', cell: (row) => <EntityLink entity={row} /> },
  { id: 'unit', header: 'Unit', cell: (row) => row.ownerUnit?.title ?? 'Nobody' },
  { id: 'owner', header: 'Owner', cell: (row) => row.owner?.name ?? 'Nobody' },
  {
    id: 'stage',
    header: 'Stage',
    width: '9rem',
    cell: (row) => <EntityStatus state={row.stage} plain />,
  },
  { id: 'health', header: 'Health', width: '8rem', cell: (row) => <Health of={row} plain /> },
  { id: 'window', header: 'Window', cell: (row) => <TargetWindow of={row} /> },
];
