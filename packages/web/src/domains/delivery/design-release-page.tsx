import { FailedPage } from '../../entity/failed-page.tsx';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant, PlainDate } from '../../ui/time.tsx';
import { resultOptions } from './checklist-field.tsx';
import { DesignReleaseDialog } from './design-release-dialog.tsx';
import { DesignScreens } from './design-screens.tsx';
import { UsabilityEvidence } from './usability-evidence.tsx';
import { WaiverDialog, waivable } from './waiver-dialog.tsx';
import { VerdictDialog } from './verdict-dialog.tsx';

type DesignRelease = OutputOf<OperationOf<'delivery.getDesignRelease'>>;
type Item = DesignRelease['checklist'][number] & { readonly place: number };

const tones = {
  unchecked: 'not-started',
  met: 'on-track',
  unmet: 'off-track',
  'not-applicable': 'done',
} as const;

const columns: readonly TableColumn<Item>[] = [
  { id: 'text', header: 'Item', cell: (row) => row.text },
  {
    id: 'result',
    header: 'Result',
    width: '10rem',
    cell: (row) => (
      <Status
        tone={tones[row.result]}
        word={resultOptions.find(({ value }) => value === row.result)?.label}
        plain
      />
    ),
  },
  { id: 'note', header: 'Note', cell: (row) => row.note || '–' },
];

const waiverColumns: readonly TableColumn<DesignRelease['waivers'][number]>[] = [
  { id: 'item', header: 'Item', cell: (row) => row.item },
  { id: 'reason', header: 'Reason', cell: (row) => row.reason },
  { id: 'until', header: 'Last day', cell: (row) => <PlainDate date={row.until} /> },
  { id: 'by', header: 'Granted by', cell: (row) => row.grantedBy },
  {
    id: 'holds',
    header: 'Holds',
    cell: (row) => (
      <Status tone={row.holds ? 'at-risk' : 'stopped'} word={row.holds ? 'Holds' : 'Ended'} plain />
    ),
  },
];

const gateLooks = {
  open: { tone: 'on-track', word: 'Goes on' },
  closed: { tone: 'off-track', word: 'Stands still' },
  inconclusive: { tone: 'unknown', word: 'Nobody can tell' },
} as const;

/** Whether the ramps and launches that wait for the design go on. */
function DesignGate({ release: about }: { readonly release: string }) {
  const { data } = useRead('platform.checkGate', {
    params: { key: 'delivery.design-release-approved' },
    query: { about },
  });
  if (!data) return null;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Status {...gateLooks[data.state]} />
      {data.says}
    </span>
  );
}

/** A design release: the version under review, its checklist, its verdict. */
export function DesignReleasePage() {
  const ref = useReference();
  const { data: release, error } = useRead('delivery.getDesignRelease', { params: { id: ref } });
  const [open, setOpen] = useState<'change' | 'verdict' | 'waive' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!release) return <Skeleton lines={8} />;
  const { verdictAt, verdictReason, designs } = release;
  return (
    <EntityPage
      entity={release}
      withoutRibbon
      actions={
        <>
          <Button icon="edit" onClick={() => setOpen('change')}>
            Change
          </Button>
          <Button tone="primary" onClick={() => setOpen('verdict')}>
            Give the verdict
          </Button>
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Designs of', value: designs && <EntityLink entity={designs} /> },
          { term: 'File', value: <TextLink href={release.file}>{release.file}</TextLink> },
          { term: 'Version', value: <Mono>{release.version}</Mono> },
          {
            term: 'Verdict',
            value: verdictAt ? (
              <>
                <Instant at={verdictAt} /> {verdictReason}
              </>
            ) : (
              'Not given yet'
            ),
          },
          { term: 'What waits for it', value: <DesignGate release={release.ref} /> },
        ]}
      />
      <DesignScreens release={release} />
      <UsabilityEvidence release={release} />
      <Section title="Checklist">
        {release.checklist.length === 0 ? (
          <p className="text-secondary">Nothing to check: change it to add items.</p>
        ) : (
          <Table
            label="Checklist"
            columns={columns}
            rows={release.checklist.map((item, place) => ({ ...item, place }))}
            rowKey={(row) => String(row.place)}
            rowName={(row) => row.text}
          />
        )}
      </Section>
      <Section
        title="Exceptions"
        actions={
          waivable(release).length > 0 && (
            <Button size="sm" onClick={() => setOpen('waive')}>
              Waive a standard
            </Button>
          )
        }
      >
        {release.waivers.length === 0 ? (
          <p className="text-secondary">Nothing was waived.</p>
        ) : (
          <Table
            label="Exceptions"
            columns={waiverColumns}
            rows={release.waivers}
            rowKey={(row) => row.ref}
            rowName={(row) => row.item}
          />
        )}
      </Section>
      {open === 'waive' && <WaiverDialog release={release} onClose={() => setOpen(null)} />}
      {open === 'change' && <DesignReleaseDialog release={release} onClose={() => setOpen(null)} />}
      {open === 'verdict' && <VerdictDialog release={release} onClose={() => setOpen(null)} />}
    </EntityPage>
  );
}
