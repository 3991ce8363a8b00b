import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Confidence } from '../ui/confidence.tsx';
import { DescriptionList } from '../ui/description-list.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Mono } from '../ui/mono.tsx';
import { Progress } from '../ui/progress.tsx';
import { Section } from '../ui/section.tsx';
import { Status } from '../ui/status.tsx';
import type { StatusTone } from '../ui/status-tone.ts';
import { Age, Instant, PlainDate } from '../ui/time.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';

const tones: readonly StatusTone[] = [
  'on-track',
  'at-risk',
  'off-track',
  'not-started',
  'done',
  'running',
  'waiting',
  'stopped',
  'unknown',
];

const entries = Array.from({ length: 2_000 }, (_, index) => `Entry ${index + 1}`);

export function DataKit() {
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <Section title="States">
        <div className="flex flex-wrap gap-2">
          {tones.map((tone) => (
            <Status key={tone} tone={tone} />
          ))}
        </div>
        <div className="flex flex-wrap gap-4">
          {tones.map((tone) => (
            <Status key={tone} tone={tone} plain />
          ))}
        </div>
        <div className="flex flex-wrap items-center gap-6">
          <Confidence value={7} change={-1} />
          <Confidence value={10} change={2} />
          <Confidence value={3} change={0} stale />
          <Confidence value={0} />
          <Confidence value={null} />
        </div>
        <Progress label="Key result" value={8} max={30} text="48 %, from 40 to 70" expected={18} />
        <Progress label="Track" value={5} max={5} />
        <div className="flex flex-wrap items-center gap-3">
          <Badge>Confidential</Badge>
          <Badge tone="strong">P0</Badge>
          <Avatar name="Reader One" named />
          <Avatar name="Reader" size="md" />
          <Kbd keys="mod+k" />
          <Kbd keys="g i" />
          <Kbd keys="?" />
        </div>
      </Section>
      <Section title="Facts">
        <DescriptionList
          entries={[
            { term: 'Version', value: <Mono>2026.11.3-rc.1+4f2a9c1</Mono> },
            { term: 'Target window', value: <PlainDate date="2026-12-08" weekday /> },
            { term: 'Deployed', value: <Instant at="2026-11-23T09:05:00Z" /> },
            { term: 'Last seen', value: <Age at="2026-11-14T09:00:00Z" staleAfter={86_400} /> },
            { term: 'Sponsor', value: undefined },
          ]}
        />
      </Section>
      <Section title="Long list">
        <VirtualList
          label="Entries"
          entries={entries}
          entryKey={(entry) => entry}
          height={180}
          render={(entry) => <div className="hairline-b flex h-row items-center px-3">{entry}</div>}
        />
      </Section>
    </div>
  );
}
