import { FailedPage } from '../../entity/failed-page.tsx';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Age } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.ts';
import type { Environment } from './environment-tabs.tsx';
import type { Segment } from './flag-types.ts';
import { SegmentListsEditor } from './segment-lists-editor.tsx';
import { SegmentRulesEditor } from './segment-rules-editor.tsx';

function DeleteSegment({
  segment,
  environment,
}: {
  readonly segment: Segment;
  readonly environment: Environment;
}) {
  const remove = useWrite('flags.deleteSegment');
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button tone="danger" onClick={() => setOpen(true)}>
        Delete
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${segment.key}?`}
        confirmLabel="Delete"
        danger
        phrase={environment.production ? segment.key : undefined}
        busy={remove.isPending}
        problem={remove.error ? shownProblem(remove.error) : undefined}
        onConfirm={() =>
          remove.mutate(
            { params: { environment: environment.ref, key: segment.key } },
            {
              onSuccess: () => void navigate({ to: `/segments?environment=${environment.ref}` }),
            },
          )
        }
      >
        It can only go while no flag and no other segment names it.
      </ConfirmDialog>
    </>
  );
}

function SegmentEditor({
  segment,
  environment,
  onReload,
}: {
  readonly segment: Segment;
  readonly environment: Environment;
  readonly onReload: () => void;
}) {
  const save = useWrite('flags.changeSegment');
  const [base, setBase] = useState(segment);
  const [draft, setDraft] = useState(segment);
  const [asking, setAsking] = useState(false);
  const change = (part: Partial<Segment>) => setDraft({ ...draft, ...part });
  const dirty = draft !== base;
  const changedMeanwhile = segment.revision > base.revision;
  const send = () => {
    const { title, summary, included, excluded, rules } = draft;
    save.mutate(
      {
        params: { environment: environment.ref, key: segment.key },
        body: { title, summary, included, excluded, rules },
        ifMatch: base.revision,
      },
      {
        onSuccess: ({ revision }) => {
          toast({ title: `${segment.key} is saved in ${environment.title}` });
          const next = { ...draft, revision };
          setBase(next);
          setDraft(next);
          setAsking(false);
        },
        onError: () => setAsking(false),
      },
    );
  };
  return (
    <>
      <PageHeader
        title={draft.title}
        trail={[{ label: 'Segments', href: `/segments?environment=${environment.ref}` }]}
        description={
          <>
            <Mono>{segment.key}</Mono> in {environment.title} · <Mono>r{segment.revision}</Mono>{' '}
            changed <Age at={segment.changedAt} /> ·{' '}
            {segment.usedBy.length === 0
              ? 'no flag names it'
              : `named by ${segment.usedBy.join(', ')}`}
          </>
        }
        actions={<DeleteSegment segment={segment} environment={environment} />}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <TextField
          label="Title"
          required
          value={draft.title}
          onValueChange={(title) => change({ title })}
          error={faultOf(save.error, 'title')}
        />
        <TextArea
          label="Who it is"
          rows={1}
          value={draft.summary}
          onValueChange={(summary) => change({ summary })}
        />
      </div>
      <Section title="Included" note="Belong to it whatever the rules say.">
        <SegmentListsEditor
          noun="Included"
          lists={draft.included}
          onChange={(included) => change({ included })}
        />
      </Section>
      <Section title="Excluded" note="Don’t belong to it, unless they are included by name.">
        <SegmentListsEditor
          noun="Excluded"
          lists={draft.excluded}
          onChange={(excluded) => change({ excluded })}
        />
      </Section>
      <Section title="Rules" note="Who matches any of them belongs to it.">
        <SegmentRulesEditor
          rules={draft.rules}
          environment={environment.ref}
          onChange={(rules) => change({ rules })}
        />
      </Section>
      {changedMeanwhile && (
        <div
          role="alert"
          className="flex flex-col items-start gap-2 border-l-2 border-off-track pl-3"
        >
          <p>Somebody changed this segment while you did.</p>
          <div className="flex gap-2">
            <Button onClick={onReload}>Discard mine</Button>
            <Button onClick={() => setBase({ ...base, revision: segment.revision })}>
              Put mine in place of it
            </Button>
          </div>
        </div>
      )}
      {save.error && <ErrorState compact problem={shownProblem(save.error)} />}
      <div className="flex items-center justify-end gap-2">
        <Button disabled={!dirty} onClick={onReload}>
          Discard
        </Button>
        <Button
          tone="primary"
          disabled={!dirty || changedMeanwhile}
          busy={save.isPending}
          onClick={() => (environment.production ? setAsking(true) : send())}
        >
          {`Save for ${environment.title}`}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Change ${segment.key} in ${environment.title}?`}
        confirmLabel={`Save for ${environment.title}`}
        phrase={segment.key}
        busy={save.isPending}
        onConfirm={send}
      >
        {segment.usedBy.length === 0
          ? 'No flag names it now.'
          : `It decides for the flags ${segment.usedBy.join(', ')}.`}
      </ConfirmDialog>
    </>
  );
}

/** A segment in an environment: who belongs to it. */
export function SegmentPage() {
  const params: unknown = useParams({ strict: false });
  const { environment = '', key = '' } = params as { environment?: string; key?: string };
  const segments = useRead('flags.listSegments', { params: { environment } });
  const place = useRead('release.getEnvironment', { params: { id: environment } });
  // Counts how often editing began anew with what the server has.
  const [began, setBegan] = useState(0);
  const error = segments.error ?? place.error;
  if (error) {
    const retry = () => void Promise.all([segments.refetch(), place.refetch()]);
    return <FailedPage error={error} onRetry={retry} />;
  }
  if (!segments.data || !place.data) return <Skeleton lines={10} />;
  const segment = segments.data.items.find((one) => one.key === key);
  if (!segment) {
    return (
      <EmptyState
        sentence={`There is no segment ${key} in ${place.data.title}.`}
        action={
          <LinkButton href={`/segments?environment=${environment}`}>All segments here</LinkButton>
        }
      />
    );
  }
  return (
    <SegmentEditor
      key={`${key} ${began}`}
      segment={segment}
      environment={place.data}
      onReload={() => setBegan(began + 1)}
    />
  );
}
