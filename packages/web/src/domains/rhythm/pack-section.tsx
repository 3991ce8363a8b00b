import { useState, type ReactNode } from 'react';
import { entityAddress, kindOfReference } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { InsightChart } from '../../ui/insight-chart.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Section as PageSection } from '../../ui/section.tsx';
import { Table } from '../../ui/table.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { PlainDate } from '../../ui/time.tsx';
import type { Section } from './rhythm-types.ts';
import { ThenAndNowDialog } from './then-and-now-dialog.tsx';

type Result = NonNullable<Section['result']>;
type Figure = Result['figures'][number];

const written = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** Where a figure is frozen: what its records then and now are asked by. */
interface FrozenIn {
  readonly review: string;
  readonly section: string;
  readonly revision: number;
}

const figureButton = 'figures cursor-pointer self-start text-md underline-offset-2 hover:underline';

/** A figure; where records stand behind it, its button opens them: of a frozen one then and now. */
function FigureCell({
  figure,
  frozen,
}: {
  readonly figure: Figure;
  readonly frozen: FrozenIn | undefined;
}) {
  const [opened, setOpened] = useState(false);
  const value = figure.value === null ? '–' : written.format(figure.value);
  const shown = `${value} ${figure.value === null ? '' : figure.unit}`.trim();
  const said = (
    <>
      {shown === '–' ? 'Open' : shown}
      <span className="sr-only">: open its records</span>
    </>
  );
  const look = cx(
    figureButton,
    figure.stale ? 'text-tertiary underline decoration-dotted' : 'text-accent',
  );
  return (
    <div
      role="group"
      aria-label={figure.label}
      className="flex min-w-32 flex-col gap-1 rounded-sm border border-line bg-surface px-3 py-2"
    >
      <span className="text-xs text-secondary">{figure.label}</span>
      {figure.records.length === 0 ? (
        <span className={cx('figures text-md', figure.stale && 'text-tertiary')}>{shown}</span>
      ) : frozen ? (
        <button type="button" className={look} onClick={() => setOpened(true)}>
          {said}
        </button>
      ) : (
        <Popover
          title={figure.label}
          trigger={
            <button type="button" className={look}>
              {said}
            </button>
          }
        >
          <ul className="flex max-h-80 flex-col gap-1 overflow-y-auto">
            {figure.records.map((record) => (
              <li key={record.ref} className="flex flex-wrap items-center gap-2">
                <EntityLink entity={record} />
                <EntityStatus state={record.state} plain />
              </li>
            ))}
          </ul>
        </Popover>
      )}
      {figure.stale && figure.asOf !== null && (
        <span className="text-xs text-tertiary italic">
          stale, of <PlainDate date={figure.asOf.slice(0, 10)} />
        </span>
      )}
      {frozen && opened && (
        <ThenAndNowDialog
          {...frozen}
          figure={figure.key}
          title={figure.label}
          onClose={() => setOpened(false)}
        />
      )}
    </div>
  );
}

function cellOf(value: string | number | boolean | null | undefined): ReactNode {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return <span className="figures">{written.format(value)}</span>;
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? <PlainDate date={value} /> : value;
}

interface PlacedRow {
  readonly row: Result['rows'][number];
  readonly place: number;
}

function Rows({ title, result }: { readonly title: string; readonly result: Result }) {
  const rows = result.rows.map((row, place): PlacedRow => ({ row, place }));
  return (
    <Table<PlacedRow>
      label={title}
      rows={rows}
      rowKey={({ place }) => `${place}`}
      rowName={({ row }) => String(row[result.columns[0]?.key ?? ''] ?? '')}
      columns={result.columns.map((column, index) => ({
        id: column.key,
        header: column.label,
        cell: ({ row }) => {
          const ref = row['ref'];
          const isEntity =
            index === 0 && typeof ref === 'string' && kindOfReference(ref) !== undefined;
          const value = cellOf(row[column.key]);
          return isEntity ? <TextLink href={entityAddress(ref)}>{value}</TextLink> : value;
        },
      }))}
    />
  );
}

function Comment({ review, section }: { readonly review: string; readonly section: Section }) {
  const comment = useWrite('rhythm.commentSection');
  const [text, setText] = useState(section.comment?.text ?? '');
  const changed = text !== (section.comment?.text ?? '');
  return (
    <div data-print="hide" className="flex flex-col gap-2">
      <TextArea
        label={`Why is “${section.title}” as it is?`}
        hint="What you say here is frozen with the figures."
        rows={2}
        value={text}
        onValueChange={setText}
      />
      {comment.error && <ErrorState problem={shownProblem(comment.error)} compact />}
      {changed && (
        <Button
          size="sm"
          className="self-start"
          busy={comment.isPending}
          onClick={() =>
            comment.mutate({
              params: { id: review, section: section.key },
              body: { comment: text },
            })
          }
        >
          Keep the comment
        </Button>
      )}
    </div>
  );
}

/** A section of a pack: what its insight says, its figures with their records, and its owner's comment. */
export function PackSection({
  review,
  section,
  open,
  revision,
}: {
  readonly review: string;
  readonly section: Section;
  /** Before the freeze people may comment. */
  readonly open: boolean;
  /** Of the frozen pack that it stands in. */
  readonly revision?: number;
}) {
  const { result } = section;
  const frozen = revision === undefined ? undefined : { review, section: section.key, revision };
  return (
    <PageSection title={section.title} note={section.insight} level={3}>
      <div className="flex flex-col gap-3">
        {result === null ? (
          <EmptyState
            sentence={`Missing from the pack: ${section.missing ?? 'its insight said nothing.'}`}
          />
        ) : (
          <>
            <p>{result.says}</p>
            {result.figures.length > 0 && (
              <div className="flex flex-wrap gap-2">
                {result.figures.map((figure) => (
                  <FigureCell key={figure.key} figure={figure} frozen={frozen} />
                ))}
              </div>
            )}
            {result.charts.length > 0 && (
              <div className="grid gap-6 lg:grid-cols-2">
                {result.charts.map((chart) => (
                  <InsightChart key={chart.key} chart={chart} />
                ))}
              </div>
            )}
            {result.rows.length > 0 && <Rows title={section.title} result={result} />}
          </>
        )}
        {section.awaited !== undefined && (
          <p className="text-secondary">{section.awaited} was asked for a comment: none yet.</p>
        )}
        {open ? (
          <Comment key={section.comment?.at ?? ''} review={review} section={section} />
        ) : (
          section.comment && (
            <blockquote className="border-l-2 border-line pl-3">
              <p className="whitespace-pre-wrap">{section.comment.text}</p>
              <footer className="text-xs text-secondary">{section.comment.by}</footer>
            </blockquote>
          )
        )}
      </div>
    </PageSection>
  );
}
