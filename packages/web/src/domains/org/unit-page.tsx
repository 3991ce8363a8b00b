import { FailedPage } from '../../entity/failed-page.tsx';
import { useSearchState } from '../../api/use-search-state.ts';
import { useReference } from '../../api/search-params.ts';
import { entityAddress, kindWords } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Badge } from '../../ui/badge.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Table } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Period } from './period.tsx';
import { UnitActs, type UnitView } from './unit-acts.tsx';
import { UnitMembers } from './unit-members.tsx';
import { UnitPosts } from './unit-posts.tsx';

function SubUnits({ unit }: { readonly unit: UnitView }) {
  return (
    <Section title="Units">
      <Table
        label="Units below"
        rows={unit.units}
        rowKey={(row) => row.ref}
        rowName={(row) => row.name}
        columns={[
          {
            id: 'name',
            header: 'Unit',
            cell: (row) => (
              <TextLink quiet className="font-medium" href={entityAddress(row.ref)}>
                {row.name}
              </TextLink>
            ),
          },
          { id: 'level', header: 'Level', cell: (row) => row.level },
          {
            id: 'head',
            header: 'Head',
            cell: (row) =>
              row.head ? (
                <TextLink href={entityAddress(row.head.ref)}>{row.head.name}</TextLink>
              ) : (
                <Status tone="at-risk" word="Vacant" plain />
              ),
          },
          { id: 'people', header: 'People', align: 'end', cell: (row) => row.peopleBelow },
        ]}
      />
    </Section>
  );
}

function Owns({ unit, asOf }: { readonly unit: UnitView; readonly asOf: string | undefined }) {
  const list = useList('org.listOwned', {
    params: { id: unit.ref },
    query: asOf === undefined ? {} : { asOf },
  });
  return (
    <Section
      title="Owns"
      note={unit.owns.map(({ kind, count }) => `${count} ${kindWords(kind)}`).join(', ')}
    >
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="What it owns"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="It owns nothing yet. A unit becomes the owner of a thing on that thing’s page."
            example="A repository, a flag, an initiative, a product."
          />
        }
        columns={[
          { id: 'title', header: 'Title', cell: (row) => <EntityLink entity={row} /> },
          { id: 'kind', header: 'Kind', cell: (row) => kindWords(row.kind) },
          { id: 'state', header: 'State', cell: (row) => <EntityStatus state={row.state} plain /> },
        ]}
      />
      {list.items.length > 0 && (
        <LoadMore
          shown={list.items.length}
          hasMore={list.hasMore}
          loading={list.isLoadingMore}
          onMore={list.loadMore}
        />
      )}
    </Section>
  );
}

function Place({ unit }: { readonly unit: UnitView }) {
  return (
    <DescriptionList
      entries={[
        {
          term: 'Stands under',
          value:
            unit.path.length === 0
              ? 'Nothing: it is the top of the chart'
              : unit.path.map((above, index) => (
                  <span key={above.ref}>
                    {index > 0 && ' / '}
                    <TextLink href={entityAddress(above.ref)}>{above.name}</TextLink>
                  </span>
                )),
        },
        {
          term: 'Responsibilities',
          value:
            unit.responsibilities.length === 0 ? (
              'None stated'
            ) : (
              <ul className="list-disc pl-4">
                {unit.responsibilities.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            ),
        },
        { term: 'Stands', value: <Period {...unit} /> },
        ...(unit.parents.length > 1
          ? [
              {
                term: 'Places over time',
                value: unit.parents.map((place) => (
                  <div key={`${place.unit.ref} ${place.since}`}>
                    <TextLink href={entityAddress(place.unit.ref)}>{place.unit.name}</TextLink>{' '}
                    <Period since={place.since} until={place.until} />
                  </div>
                )),
              },
            ]
          : []),
      ]}
    />
  );
}

/** A unit, today or on any other day: its place, its posts, its people, its units, what it owns. */
export function UnitPage() {
  const ref = useReference();
  const [{ asOf }, change] = useSearchState();
  const unit = useRead('org.getUnit', { params: { id: ref }, query: asOf ? { asOf } : {} });
  if (unit.error) return <FailedPage error={unit.error} />;
  if (!unit.data) return <Skeleton lines={10} />;
  const { data } = unit;
  const parent = data.path.at(-1);
  return (
    <EntityPage
      entity={{ ...data, ownerUnit: parent ? { ref: parent.ref, title: parent.name } : null }}
      marks={<Badge>{data.level}</Badge>}
      withoutRibbon
      actions={<UnitActs unit={data} />}
    >
      <div className="w-48" data-print="hide">
        <DateField
          label="As of"
          value={asOf ?? data.asOf}
          onValueChange={(day) => change({ asOf: day })}
        />
      </div>
      <Place unit={data} />
      <UnitPosts unit={data} />
      {data.units.length > 0 && <SubUnits unit={data} />}
      <UnitMembers unit={data} />
      <Owns unit={data} asOf={asOf} />
    </EntityPage>
  );
}
