import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { Instant } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.ts';
import { TrackerDialog } from './tracker-dialog.tsx';
import { systemNames } from './tracker-words.ts';

type Tracker = OutputOf<OperationOf<'delivery.listTrackers'>>['items'][number];

const where = {
  jira: 'Paste it in Jira under System → WebHooks, with the same secret, for issues created, updated and deleted and sprints started, updated and closed.',
  linear:
    'Paste it in Linear under Settings → API → Webhooks, for Issues and Cycles; give its signing secret here.',
} as const;

/** A connected tool: where its webhooks go, what came of the last ones, and how it is changed. */
export function TrackerSection({
  tracker,
  administrator,
}: {
  readonly tracker: Tracker;
  readonly administrator: boolean;
}) {
  const trial = useWrite('delivery.testTracker');
  const remove = useWrite('delivery.deleteTracker');
  const [open, setOpen] = useState<'change' | 'delete' | null>(null);
  const ask = () =>
    trial.mutate(
      { params: { id: tracker.ref } },
      {
        onSuccess: ({ account, problem }) =>
          toast(
            problem === null
              ? { title: `“${tracker.name}” answers, to ${account}.` }
              : { title: `“${tracker.name}” doesn’t answer.`, detail: problem },
          ),
        onError: (error) => toast(shownProblem(error)),
      },
    );
  return (
    <Section
      title={tracker.name}
      note={systemNames[tracker.system]}
      actions={
        administrator && (
          <>
            <Button size="sm" busy={trial.isPending} onClick={ask}>
              Test<span className="sr-only"> {tracker.name}</span>
            </Button>
            <Button size="sm" onClick={() => setOpen('change')}>
              Change<span className="sr-only"> {tracker.name}</span>
            </Button>
            <Button size="sm" onClick={() => setOpen('delete')}>
              Delete<span className="sr-only"> {tracker.name}</span>
            </Button>
          </>
        )
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Address', value: <Mono>{tracker.address}</Mono> },
          ...(tracker.account === '' ? [] : [{ term: 'Account', value: tracker.account }]),
          {
            term: 'Webhooks go to',
            value: (
              <span className="flex flex-col gap-1">
                <span className="flex flex-wrap items-center gap-2">
                  <span className="min-w-0 [overflow-wrap:anywhere]">
                    <Mono>{tracker.webhookAddress}</Mono>
                  </span>
                  <CopyButton text={tracker.webhookAddress} label="Copy the webhook address" />
                </span>
                <span className="text-sm text-secondary">{where[tracker.system]}</span>
              </span>
            ),
          },
          {
            term: 'Signed',
            value: tracker.refused ? (
              <span className="flex flex-wrap items-baseline gap-2">
                <Status tone="off-track" word={`Refused: ${tracker.refused.says}`} plain />
                <Instant at={tracker.refused.at} />
              </span>
            ) : tracker.signed ? (
              'Yes: only webhooks with the right signature are taken.'
            ) : (
              'No secret is known: webhooks are refused, and changes are found by looking.'
            ),
          },
          {
            term: 'Last webhooks',
            value:
              tracker.deliveries.length === 0 ? (
                'None came yet.'
              ) : (
                <ul className="flex flex-col gap-1">
                  {tracker.deliveries.slice(0, 5).map(({ at, event, says }, index) => (
                    <li key={`${at} ${index}`} className="flex flex-wrap gap-x-3 text-sm">
                      <Instant at={at} seconds />
                      <Mono>{event}</Mono>
                      <span className="text-secondary">{says}</span>
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
      {open === 'change' && <TrackerDialog tracker={tracker} onClose={() => setOpen(null)} />}
      <ConfirmDialog
        open={open === 'delete'}
        onOpenChange={() => setOpen(null)}
        title="Delete this tracker?"
        confirmLabel="Delete"
        danger
        busy={remove.isPending}
        problem={remove.error ? shownProblem(remove.error) : undefined}
        onConfirm={() =>
          remove.mutate({ params: { id: tracker.ref } }, { onSuccess: () => setOpen(null) })
        }
      >
        The server will no longer ask “{tracker.name}”. Its token and secret are forgotten.
      </ConfirmDialog>
    </Section>
  );
}
