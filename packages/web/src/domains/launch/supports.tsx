import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { kindOfReference, kindWords } from '../../api/entity-address.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { Table } from '../../ui/table.tsx';
import { CampaignDialog } from './campaign-dialog.tsx';
import { CompetitorDialog } from './competitor-dialog.tsx';
import { PriceDialog } from './price-dialog.tsx';

type Launch = OutputOf<OperationOf<'launch.getLaunch'>>;

/** The competitors, prices and campaigns that support a launch, and how to add some. */
export function Supports({ launch }: { readonly launch: Launch }) {
  const [adding, setAdding] = useState<'competitor' | 'price' | 'campaign' | null>(null);
  const close = () => setAdding(null);
  const supports = { id: launch.ref as string, label: launch.title };
  return (
    <Section
      title="Supported by"
      actions={
        <span className="flex gap-2">
          <Button size="sm" icon="plus" onClick={() => setAdding('competitor')}>
            Competitor
          </Button>
          <Button size="sm" icon="plus" onClick={() => setAdding('price')}>
            Price
          </Button>
          <Button size="sm" icon="plus" onClick={() => setAdding('campaign')}>
            Campaign
          </Button>
        </span>
      }
    >
      {launch.supportedBy.length === 0 ? (
        <p className="text-secondary">
          No competitor, price or campaign that you may see supports this launch.
        </p>
      ) : (
        <Table
          label="Supported by"
          rows={launch.supportedBy}
          rowKey={(row) => row.ref}
          rowName={(row) => row.title}
          columns={[
            { id: 'title', header: 'What', cell: (row) => <EntityLink entity={row} /> },
            {
              id: 'kind',
              header: 'Kind',
              cell: (row) => kindWords(kindOfReference(row.ref) ?? ''),
            },
            {
              id: 'state',
              header: 'State',
              cell: (row) => <EntityStatus state={row.state} plain />,
            },
          ]}
        />
      )}
      {adding === 'competitor' && <CompetitorDialog supports={supports} onClose={close} />}
      {adding === 'price' && <PriceDialog supports={supports} onClose={close} />}
      {adding === 'campaign' && <CampaignDialog supports={supports} onClose={close} />}
    </Section>
  );
}
