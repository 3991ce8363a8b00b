import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { yearIn } from '../../entity/today-in.ts';
import { Badge } from '../../ui/badge.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';

type Comparison = OutputOf<OperationOf<'strategy.comparePlans'>>;

const most = 6;
const byQuarter = (people: readonly number[]) => people.join(' · ');

function titleColumn<Row extends { readonly differs: boolean }>(
  header: string,
  cell: (row: Row) => string,
): TableColumn<Row> {
  return {
    id: 'title',
    header,
    cell: (row) => (
      <span className="flex flex-wrap items-baseline gap-2">
        {cell(row)}
        {row.differs && <Badge tone="strong">Differs</Badge>}
      </span>
    ),
  };
}

function Compared({ comparison }: { readonly comparison: Comparison }) {
  const { plans, priorities, units } = comparison;
  const cells = <Row extends { readonly in: readonly ({ people: number[] } | null)[] }>() =>
    plans.map((plan, index): TableColumn<Row> => ({
      id: plan.ref,
      header: plan.title,
      cell: (row) => {
        const part = row.in[index];
        return part ? <span className="figures">{byQuarter(part.people)}</span> : 'Not in it';
      },
    }));
  return (
    <>
      <Section title="Plans" note="People in Q1 · Q2 · Q3 · Q4, after the cut list.">
        <Table
          label="Plans"
          rows={plans}
          rowKey={(row) => row.ref}
          rowName={(row) => row.title}
          columns={[
            { id: 'title', header: 'Plan', cell: (row) => <EntityLink entity={row} /> },
            {
              id: 'state',
              header: 'State',
              width: '8rem',
              cell: (row) => <EntityStatus state={row.state} plain />,
            },
            {
              id: 'people',
              header: 'People',
              cell: (row) => <span className="figures">{byQuarter(row.people)}</span>,
            },
            { id: 'money', header: 'Money', align: 'end', cell: (row) => row.money },
            {
              id: 'over',
              header: 'Against capacity',
              cell: (row) =>
                row.over === 0 ? (
                  <Status tone="on-track" word="It fits" plain />
                ) : (
                  <Status tone="off-track" word={`Too much in ${row.over}`} plain />
                ),
            },
          ]}
        />
      </Section>
      <Section title="Priorities" note="Priorities of one title are compared.">
        <Table
          label="Priorities"
          rows={priorities}
          rowKey={(row) => row.title}
          rowName={(row) => row.title}
          columns={[
            titleColumn<Comparison['priorities'][number]>('Priority', (row) => row.title),
            ...cells<Comparison['priorities'][number]>(),
          ]}
        />
      </Section>
      {units.length > 0 && (
        <Section title="Units">
          <Table
            label="Units"
            rows={units}
            rowKey={(row) => row.unit.ref}
            rowName={(row) => row.unit.title}
            columns={[
              titleColumn<Comparison['units'][number]>('Unit', (row) => row.unit.title),
              {
                id: 'capacity',
                header: 'There are',
                cell: (row) => (
                  <span className="figures">{row.capacity.map((of) => of ?? '–').join(' · ')}</span>
                ),
              },
              ...cells<Comparison['units'][number]>(),
            ]}
          />
        </Section>
      )}
    </>
  );
}

/** The drafts of a fiscal year side by side, so that one of them is adopted knowingly. */
export function PlanComparisonPage() {
  const [search, change] = useSearchState();
  const year = Number(search['year']) || yearIn(useTimeZone());
  const list = useList('strategy.listPlans', { query: { fiscalYear: year, limit: 50 } });
  const known = list.items.map(({ ref }) => ref as string);
  const asked = search['plans']?.split(',').filter((ref) => known.includes(ref));
  const chosen = (asked ?? known).slice(0, most);
  const compared = useRead(
    'strategy.comparePlans',
    { query: { plans: chosen.join(',') } },
    { enabled: chosen.length > 1 },
  );
  const problem = list.problem ?? compared.error;
  return (
    <>
      <PageHeader
        title={`Plans of FY${year} compared`}
        description="What each draft wants, of whom, and where they differ. One of them is adopted on its own page."
      />
      {problem && <ErrorState problem={shownProblem(problem)} onRetry={list.reload} />}
      {list.items.length > 1 && (
        <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
          <legend className="pb-1 text-secondary">Which plans</legend>
          {list.items.map(({ ref, title }) => {
            const checked = chosen.includes(ref);
            return (
              <Checkbox
                key={ref}
                label={title}
                checked={checked}
                disabled={!checked && chosen.length >= most}
                onCheckedChange={(on) =>
                  change({
                    plans: known
                      .filter((one) => (one === ref ? on : chosen.includes(one)))
                      .join(','),
                  })
                }
              />
            );
          })}
        </fieldset>
      )}
      {list.isLoading ? (
        <Skeleton lines={6} />
      ) : chosen.length < 2 ? (
        <EmptyState
          sentence={
            list.items.length > 1
              ? 'Choose two plans or more.'
              : `There is nothing to compare: FY${year} has fewer than two plans that you may read.`
          }
          action={<LinkButton href="/plans">All plans</LinkButton>}
          example="“Bold” and “Careful”, two drafts of one year."
        />
      ) : compared.data ? (
        <Compared comparison={compared.data} />
      ) : (
        <Skeleton lines={6} />
      )}
    </>
  );
}
