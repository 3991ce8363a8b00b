import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { Ribbon, type RibbonStage } from '../ui/ribbon.tsx';
import { TitleBlock } from '../ui/title-block.tsx';

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

const stages: readonly RibbonStage[] = [
  { id: 'priority', label: 'Strategic priority', count: 1, tone: 'on-track', href: '#1' },
  { id: 'objective', label: 'Objective', count: 2, tone: 'at-risk', word: 'At risk', href: '#2' },
  {
    id: 'initiative',
    label: 'Initiative',
    count: 1,
    tone: 'at-risk',
    word: 'Rolling out',
    current: true,
    href: '#3',
  },
  { id: 'feature', label: 'Feature', count: 3, word: '2 launched', href: '#4' },
  { id: 'change', label: 'Change', count: 48, word: '3 open', href: '#5' },
  { id: 'release', label: 'Release', count: 6, href: '#6' },
  { id: 'deployment', label: 'Deployment', count: 11, word: 'Healthy', href: '#7' },
  { id: 'flag', label: 'Flag', count: 1, tone: 'running', word: 'Ramp 25 %', href: '#8' },
  {
    id: 'launch',
    label: 'Launch',
    count: 0,
    gap: { label: 'Plan a launch', href: '#9' },
  },
  { id: 'notification', label: 'In-app notification', count: 0 },
  { id: 'feedback', label: 'Feedback', count: 12, href: '#11' },
  { id: 'review', label: 'Next review', count: 1, tone: 'not-started', word: '8 Dec', href: '#12' },
];

export function EntityKit() {
  return (
    <div className="flex flex-col gap-3">
      <TitleBlock
        kind="Initiative"
        title="Offline drawings on the jobsite"
        summary="Drawings open and can be marked up without a connection, and are brought together once there is one."
        reference="ini_01939f3a7c5e7d1c8b2a"
        owner={{ name: 'Project Execution', href: '#owner' }}
        state={{ tone: 'at-risk', word: 'Rolling out, at risk' }}
        confidence={{ value: 7, change: -1 }}
        revised={{ at: hoursAgo(3), revision: 14 }}
        marks={<Badge>Fictional</Badge>}
        actions={
          <>
            <Button icon="star">Watch</Button>
            <Button tone="primary">Check in</Button>
            <Menu
              trigger={<IconButton icon="more" label="More acts" tone="default" />}
              groups={[
                {
                  acts: [
                    { label: 'Edit', icon: 'edit', keys: 'e', onSelect: () => undefined },
                    { label: 'Open the graph', icon: 'branch', href: '#graph' },
                    { label: 'Print', icon: 'print', keys: 'mod+p', onSelect: () => undefined },
                  ],
                },
                {
                  acts: [
                    { label: 'Stop the initiative', danger: true, onSelect: () => undefined },
                    { label: 'Delete', disabled: true, onSelect: () => undefined },
                  ],
                },
              ]}
            />
          </>
        }
      />
      <Ribbon stages={stages} />
    </div>
  );
}
