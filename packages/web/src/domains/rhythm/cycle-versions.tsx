import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Instant } from '../../ui/time.tsx';
import type { Cycle } from './rhythm-types.ts';

function Version({
  cycle,
  version,
  onClose,
}: {
  readonly cycle: Cycle;
  readonly version: number;
  readonly onClose: () => void;
}) {
  const { data, error } = useRead('rhythm.getCycleVersion', {
    params: { id: cycle.ref, version: `${version}` },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`${cycle.title}, version ${version}`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {error && <ErrorState problem={shownProblem(error)} />}
      {!data && !error && <Skeleton lines={6} />}
      {data && (
        <DescriptionList
          wide
          entries={[
            { term: 'Title', value: data.template.title },
            { term: 'When', value: data.ruleSays },
            { term: 'Pre-read', value: `${data.template.preReadBusinessDays} business days` },
            {
              term: 'Agenda',
              value: (
                <ol className="flex flex-col">
                  {data.template.agenda.map(({ title, minutes }, place) => (
                    <li key={place}>
                      {title}, {minutes} min
                    </li>
                  ))}
                </ol>
              ),
            },
            {
              term: 'Pack',
              value: (
                <ol className="flex flex-col">
                  {data.template.pack.map(({ key, title, insight }) => (
                    <li key={key}>
                      {title} ({insight})
                    </li>
                  ))}
                </ol>
              ),
            },
          ]}
        />
      )}
    </Dialog>
  );
}

/** What a cycle said before: packs name the version that they were made with. */
export function CycleVersions({ cycle }: { readonly cycle: Cycle }) {
  const [open, setOpen] = useState<number>();
  return (
    <Section title="Versions" note="A frozen pack names the one that it was made with.">
      <ol className="flex flex-col gap-1">
        {cycle.versions.map(({ version, at, by }) => (
          <li key={version} className="flex flex-wrap items-baseline gap-x-3">
            <Button size="sm" tone="quiet" onClick={() => setOpen(version)}>
              Version {version}
            </Button>
            <Instant at={at} />
            <span className="text-secondary">{by === '' ? 'Import' : by}</span>
          </li>
        ))}
      </ol>
      {open !== undefined && (
        <Version cycle={cycle} version={open} onClose={() => setOpen(undefined)} />
      )}
    </Section>
  );
}
