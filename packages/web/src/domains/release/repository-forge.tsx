import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.ts';
import { ForgeDialog } from './forge-dialog.tsx';
import { forgeNames } from './forge-words.ts';
import type { RepositoryView } from './release-types.ts';

type Forge = NonNullable<OutputOf<OperationOf<'release.getForge'>>['forge']>;

const where = {
  github:
    'Paste it there under Settings → Webhooks, with the content type application/json and the same secret, for pushes, pull requests and their reviews, statuses and check runs.',
  gitlab:
    'Paste it there under Settings → Webhooks, with the secret as its token, for push, tag push, merge request and pipeline events.',
} as const;

const askedWith = {
  none: 'Nothing: it is only listened to',
  token: 'A token',
  app: 'A GitHub App',
} as const;

/** How a repository is connected to GitHub or GitLab, and what came of the last deliveries. */
export function RepositoryForge({ repository }: { readonly repository: RepositoryView }) {
  const read = useRead('release.getForge', { params: { id: repository.ref } });
  const trial = useWrite('release.testForge');
  const end = useWrite('release.disconnectForge');
  const [open, setOpen] = useState<'change' | 'end' | null>(null);
  if (read.error) {
    return (
      <ErrorState problem={shownProblem(read.error)} compact onRetry={() => void read.refetch()} />
    );
  }
  if (!read.data) return <Skeleton lines={5} />;
  const { forge } = read.data;
  const ask = () =>
    trial.mutate(
      { params: { id: repository.ref } },
      {
        onSuccess: ({ project, problem }) =>
          toast(
            problem === null
              ? { title: `It answers for ${project}.` }
              : { title: 'It doesn’t answer.', detail: problem },
          ),
        onError: (error) => toast(shownProblem(error)),
      },
    );
  return (
    <Section
      title={forge ? forgeNames[forge.system] : 'GitHub or GitLab'}
      actions={
        forge && (
          <>
            <Button size="sm" busy={trial.isPending} onClick={ask}>
              Test
            </Button>
            <Button size="sm" onClick={() => setOpen('change')}>
              Change
            </Button>
            <Button size="sm" onClick={() => setOpen('end')}>
              Disconnect
            </Button>
          </>
        )
      }
    >
      {forge ? (
        <Facts forge={forge} />
      ) : (
        <EmptyState
          sentence="The repository is read by Git alone."
          action={<Button onClick={() => setOpen('change')}>Connect GitHub or GitLab</Button>}
          example="Connected, a pull request’s labels queue its change, and its page there says how far it is."
        />
      )}
      {open === 'change' && (
        <ForgeDialog repository={repository} forge={forge} onClose={() => setOpen(null)} />
      )}
      <ConfirmDialog
        open={open === 'end'}
        onOpenChange={() => setOpen(null)}
        title="Disconnect?"
        confirmLabel="Disconnect"
        danger
        busy={end.isPending}
        problem={end.error ? shownProblem(end.error) : undefined}
        onConfirm={() =>
          end.mutate({ params: { id: repository.ref } }, { onSuccess: () => setOpen(null) })
        }
      >
        Its token and secret are forgotten. What it said of changes stays, and the repository is
        read by Git as before.
      </ConfirmDialog>
    </Section>
  );
}

function Facts({ forge }: { readonly forge: Forge }) {
  return (
    <DescriptionList
      wide
      entries={[
        {
          term: 'Project',
          value: <TextLink href={`${forge.address}/${forge.project}`}>{forge.project}</TextLink>,
        },
        { term: 'Asked with', value: askedWith[forge.credentials] },
        {
          term: 'Webhooks go to',
          value: (
            <span className="flex flex-col gap-1">
              <span className="flex flex-wrap items-center gap-2">
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  <Mono>{forge.webhookAddress}</Mono>
                </span>
                <CopyButton text={forge.webhookAddress} label="Copy the webhook address" />
              </span>
              <span className="text-sm text-secondary">{where[forge.system]}</span>
            </span>
          ),
        },
        {
          term: 'Signed',
          value: forge.refused ? (
            <span className="flex flex-wrap items-baseline gap-2">
              <Status tone="off-track" word={`Refused: ${forge.refused.says}`} plain />
              <Instant at={forge.refused.at} />
            </span>
          ) : forge.signed ? (
            'Yes: only webhooks with the right signature are taken.'
          ) : (
            'No secret is known: webhooks are refused.'
          ),
        },
        {
          term: 'Told there',
          value:
            forge.problem !== null ? (
              <Status tone="off-track" word={forge.problem} plain />
            ) : forge.credentials === 'none' || !forge.reports ? (
              'Nothing'
            ) : (
              <span>
                The merge queue’s status and one comment for each request
                {forge.reportedAt && (
                  <>
                    , last <Age at={forge.reportedAt} />
                  </>
                )}
              </span>
            ),
        },
        {
          term: 'Last webhooks',
          value:
            forge.deliveries.length === 0 ? (
              'None came yet.'
            ) : (
              <ul className="flex flex-col gap-1">
                {forge.deliveries.slice(0, 8).map(({ at, event, says }, index) => (
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
  );
}
