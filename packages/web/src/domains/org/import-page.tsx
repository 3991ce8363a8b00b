import type { ImportPlan } from '@throughline/contract';
import { useRef, useState } from 'react';
import { useIdentity } from '../../access/session.ts';
import { call } from '../../api/call.ts';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.ts';
import { archiveOf } from './import-archive.ts';
import { ImportFaults } from './import-faults.tsx';
import { readFiles, type ChosenFiles } from './import-files.ts';
import { countsOf, ImportPlanView } from './import-plan.tsx';

/** Lets the browser save bytes under a name. */
function save(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function Export() {
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const { documents } = await call('imports.exportOrganisation', {});
      save('organisation.zip', archiveOf(documents));
    } catch (error) {
      const { title, detail } = shownProblem(error);
      toast({ title, detail, tone: 'failed' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon="download" busy={busy} onClick={() => void download()}>
      Export the organisation
    </Button>
  );
}

/** A button that lets one choose files, or a folder with all that is in it. */
function Choose({
  label,
  folder = false,
  onChosen,
}: {
  readonly label: string;
  readonly folder?: boolean;
  readonly onChosen: (files: readonly File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="upload" onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={(element) => {
          input.current = element;
          element?.toggleAttribute('webkitdirectory', folder);
        }}
        type="file"
        multiple
        hidden
        data-choose={folder ? 'folder' : 'files'}
        accept={folder ? undefined : '.yaml,.yml,.md'}
        onChange={({ target }) => {
          onChosen([...(target.files ?? [])]);
          // So that choosing the same files again, corrected, is a change.
          target.value = '';
        }}
      />
    </>
  );
}

function Planned({
  chosen,
  plan,
  onApplied,
}: {
  readonly chosen: ChosenFiles;
  readonly plan: ImportPlan;
  readonly onApplied: () => void;
}) {
  const apply = useWrite('imports.applyImport');
  const [asking, setAsking] = useState(false);
  const confirm = () =>
    apply.mutate(
      { body: { documents: [...chosen.documents], hash: plan.hash } },
      {
        onSuccess: (done) => {
          setAsking(false);
          toast({ title: 'The organisation was imported.', detail: countsOf(done) });
          onApplied();
        },
      },
    );
  return (
    <Section
      title="What this import does"
      note={countsOf(plan)}
      actions={
        plan.changes.length > 0 && (
          <Button tone="primary" onClick={() => setAsking(true)}>
            Import as planned
          </Button>
        )
      }
    >
      <ImportPlanView plan={plan} />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Import as planned?"
        confirmLabel="Import"
        danger={plan.ended > 0}
        busy={apply.isPending}
        problem={apply.error ? shownProblem(apply.error) : undefined}
        onConfirm={confirm}
      >
        {countsOf(plan)}. It happens as a whole or not at all, and only if it is still exactly this.
      </ConfirmDialog>
    </Section>
  );
}

function Import() {
  const [chosen, setChosen] = useState<ChosenFiles>();
  const plan = useWrite('imports.planImport');
  const choose = async (files: readonly File[]) => {
    if (files.length === 0) return;
    plan.reset();
    const read = await readFiles(files);
    setChosen(read);
    if (read.documents.length > 0) plan.mutate({ body: { documents: [...read.documents] } });
  };
  const onChosen = (files: readonly File[]) => void choose(files);
  return (
    <>
      <Section
        title="Files"
        note="A file that you leave out says nothing about what it would hold."
        actions={
          <>
            <Choose label="Choose files" onChosen={onChosen} />
            <Choose label="Choose a folder" folder onChosen={onChosen} />
          </>
        }
      >
        {chosen === undefined ? (
          <EmptyState
            sentence="Choose the organisation’s YAML files, or its whole folder, to see what an import would do."
            example="units.yaml and people.yaml after a reorganisation."
          />
        ) : (
          <>
            <p>
              {chosen.documents.length === 0
                ? 'None of the chosen files can be imported.'
                : chosen.documents.map(({ file }) => file).join(', ')}
            </p>
            {chosen.leftOut.length > 0 && (
              <p className="text-secondary">
                Left out, because it is neither YAML nor Markdown under a name in small letters:{' '}
                {chosen.leftOut.join(', ')}.
              </p>
            )}
          </>
        )}
      </Section>
      {plan.isPending && <Skeleton lines={6} label="Planning the import" />}
      {plan.error && <ImportFaults error={plan.error} />}
      {chosen && plan.data && (
        <Planned
          key={plan.data.hash}
          chosen={chosen}
          plan={plan.data}
          onApplied={() => plan.mutate({ body: { documents: [...chosen.documents] } })}
        />
      )}
    </>
  );
}

/** The organisation as files: in with a plan first, and out again. For administrators. */
export function ImportPage() {
  const { administrator } = useIdentity();
  return (
    <>
      <PageHeader
        title="Import and export"
        description="The organisation as YAML files: an import shows what it would do before it does it, and an export can be imported again."
        trail={[{ label: 'Chart', href: '/chart' }]}
        actions={administrator && <Export />}
      />
      {administrator ? (
        <Import />
      ) : (
        <EmptyState
          sentence="Only administrators import and export the organisation."
          action={<LinkButton href="/identities">See who administers</LinkButton>}
        />
      )}
    </>
  );
}
