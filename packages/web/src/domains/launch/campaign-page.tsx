import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { CampaignDialog } from './campaign-dialog.tsx';

/** A campaign: its brief, whom it is for, where and when. */
export function CampaignPage() {
  const ref = useReference();
  const { data: campaign, error } = useRead('launch.getCampaign', { params: { id: ref } });
  const [changing, setChanging] = useState(false);
  if (error) return <FailedPage error={error} />;
  if (!campaign) return <Skeleton lines={6} />;
  const { startsOn, endsOn, launches } = campaign;
  return (
    <EntityPage
      entity={campaign}
      withoutRibbon
      actions={
        <Button icon="edit" onClick={() => setChanging(true)}>
          Change
        </Button>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Audience', value: campaign.audience },
          { term: 'Channels', value: campaign.channels.join(', ') },
          { term: 'Starts', value: startsOn && <PlainDate date={startsOn} /> },
          { term: 'Ends', value: endsOn && <PlainDate date={endsOn} /> },
          {
            term: 'Supports',
            value: launches.length > 0 ? <EntityLinks entities={launches} /> : null,
          },
        ]}
      />
      {changing && <CampaignDialog campaign={campaign} onClose={() => setChanging(false)} />}
    </EntityPage>
  );
}
