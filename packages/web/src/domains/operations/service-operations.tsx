import { useList } from '../../api/use-operation.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { shownProblem } from '../../api/problem.ts';
import { Section } from '../../ui/section.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import type { Paged } from '../../api/use-operation.ts';
import { changeColumns } from './changes-tab.tsx';
import { findingColumns } from './findings-tab.tsx';
import { incidentColumns } from './incidents-tab.tsx';
import { sloColumns } from './slos-tab.tsx';

const few = 5;

function Part<Row extends { readonly ref: string; readonly title: string }>({
  title,
  list,
  columns,
  none,
  href,
}: {
  readonly title: string;
  readonly list: Paged<Row>;
  readonly columns: readonly TableColumn<Row>[];
  readonly none: string;
  readonly href: string;
}) {
  return (
    <Section
      title={title}
      actions={
        <TextLink quiet href={href}>
          All of them
        </TextLink>
      }
    >
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label={title}
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={<EmptyState sentence={none} />}
      />
    </Section>
  );
}

const withoutService = <Row,>(columns: readonly TableColumn<Row>[]) =>
  columns.filter(({ id }) => id !== 'service' && id !== 'where' && id !== 'of');
const own = {
  slos: withoutService(sloColumns),
  incidents: withoutService(incidentColumns),
  findings: withoutService(findingColumns),
  changes: withoutService(changeColumns),
};

/** How a service runs: what is promised of it, what hurt it, what was found in it, what is planned. */
export function ServiceOperations({ reference }: { readonly reference: string }) {
  const query = { service: reference, limit: few };
  const slos = useList('operations.listSlos', { query });
  const incidents = useList('operations.listIncidents', { query });
  const findings = useList('operations.listSecurityFindings', {
    query: { ...query, state: 'open' },
  });
  const changes = useList('operations.listInfrastructureChanges', { query });
  return (
    <>
      <Part
        title="Service levels"
        list={slos}
        columns={own.slos}
        none="Nothing is promised of this service yet."
        href="/operations?tab=slos"
      />
      <Part
        title="Incidents"
        list={incidents}
        columns={own.incidents}
        none="No incident affected this service."
        href="/operations"
      />
      <Part
        title="Open security findings"
        list={findings}
        columns={own.findings}
        none="No security finding is open in this service."
        href="/operations?tab=findings"
      />
      <Part
        title="Planned changes"
        list={changes}
        columns={own.changes}
        none="No change under this service was planned."
        href="/operations?tab=changes"
      />
    </>
  );
}
