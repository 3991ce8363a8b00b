import { FailedPage } from '../../entity/failed-page.tsx';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { CompetitorDialog } from './competitor-dialog.tsx';

type Line = OutputOf<OperationOf<'launch.getCompetitor'>>['battlecard'][number];

const columns: readonly TableColumn<Line>[] = [
  { id: 'text', header: 'Line', cell: (line) => line.text },
  {
    id: 'audience',
    header: 'Who may read it',
    cell: (line) => (line.audience === 'shareable' ? 'Shareable' : 'Internal'),
    width: '10rem',
  },
  { id: 'source', header: 'Source', cell: (line) => line.source },
  { id: 'on', header: 'Of', cell: (line) => <PlainDate date={line.on} />, width: '9rem' },
  {
    id: 'stale',
    header: 'Age',
    cell: (line) =>
      line.stale ? (
        <Status tone="at-risk" word={`Stale: ${line.ageDays} days`} plain />
      ) : (
        `${line.ageDays} days`
      ),
    width: '10rem',
  },
];

/** A competitor with its battlecard; what may leave the company can be shown alone. */
export function CompetitorPage() {
  const ref = useReference();
  const [outside, setOutside] = useState(false);
  const { data: competitor, error } = useRead('launch.getCompetitor', {
    params: { id: ref },
    query: { audience: outside ? 'shareable' : 'all' },
  });
  const [changing, setChanging] = useState(false);
  if (error) return <FailedPage error={error} />;
  if (!competitor) return <Skeleton lines={8} />;
  const { website, launches, battlecard } = competitor;
  return (
    <EntityPage
      entity={competitor}
      withoutRibbon
      actions={
        <Button icon="edit" disabled={outside} onClick={() => setChanging(true)}>
          Change
        </Button>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Website', value: website && <TextLink href={website}>{website}</TextLink> },
          {
            term: 'Supports',
            value: launches.length > 0 ? <EntityLinks entities={launches} /> : null,
          },
        ]}
      />
      <Section
        title="Battlecard"
        actions={
          <Switch label="Only what may be shared" checked={outside} onCheckedChange={setOutside} />
        }
      >
        {battlecard.length === 0 ? (
          <p className="text-secondary">No line stands here.</p>
        ) : (
          <Table
            label="Battlecard"
            columns={columns}
            rows={battlecard}
            rowKey={(line) => `${line.on} ${line.text}`}
            rowName={(line) => line.text}
          />
        )}
      </Section>
      {changing && <CompetitorDialog competitor={competitor} onClose={() => setChanging(false)} />}
    </EntityPage>
  );
}
