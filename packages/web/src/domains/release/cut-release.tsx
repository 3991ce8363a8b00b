import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useList, useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ReleasePlan } from './release-plan.tsx';
import type { RepositoryView } from './release-types.ts';

const completeVersion = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const completeSha = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

function Preview({
  repository,
  query,
}: {
  readonly repository: string;
  readonly query: { readonly sha?: string; readonly version?: string; readonly line?: string };
}) {
  const preview = useRead('release.previewRelease', { params: { id: repository }, query });
  if (preview.error) return <ErrorState compact problem={shownProblem(preview.error)} />;
  if (!preview.data) return <Skeleton lines={6} />;
  return <ReleasePlan plan={preview.data} />;
}

/** Cuts a release after showing what it would be: version, tag, commits, changes, notes. */
export function CutRelease({
  repository,
  fromLine,
  onOpenChange,
}: {
  readonly repository: Pick<RepositoryView, 'ref' | 'title' | 'defaultBranch'>;
  /** The line that is chosen at first; the default branch without. */
  readonly fromLine?: string | undefined;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const cut = useWrite('release.cutRelease');
  const navigate = useNavigate();
  const [version, setVersion] = useState('');
  const [sha, setSha] = useState('');
  const [line, setLine] = useState(fromLine ?? '');
  const lines = useList('release.listReleaseLines', {
    query: { repository: repository.ref, state: 'supported', limit: 200 },
  });
  const named = useDeferredValue(version.trim());
  const at = useDeferredValue(sha.trim());
  const query = {
    ...(completeVersion.test(named) ? { version: named } : {}),
    ...(completeSha.test(at) ? { sha: at } : {}),
    ...(line === '' ? {} : { line }),
  };
  const wrongVersion = version !== '' && !completeVersion.test(version.trim());
  const wrongSha = sha !== '' && !completeSha.test(sha.trim());
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      size="lg"
      title={`Cut a release of ${repository.title}`}
      description="The commit is tagged in the remote. Nothing is deployed by it."
      submit="Cut the release"
      busy={cut.isPending}
      error={cut.error}
      onSubmit={async () => {
        if (wrongVersion || wrongSha) throw new Error('A field is not complete.');
        const { ref } = await cut.mutateAsync({ body: { repository: repository.ref, ...query } });
        await navigate({ to: entityAddress(ref) });
      }}
    >
      {(lines.items.length > 0 || fromLine !== undefined) && (
        <Select
          label="From"
          options={[
            { value: '', label: repository.defaultBranch ?? 'The default branch' },
            ...lines.items.map((one) => ({ value: one.ref as string, label: one.branch })),
          ]}
          value={line}
          onValueChange={setLine}
        />
      )}
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <TextField
          label="Version"
          mono
          placeholder="As the commits ask"
          hint="Left empty, Conventional Commits decide."
          value={version}
          onValueChange={setVersion}
          error={
            faultOf(cut.error, 'version') ??
            (wrongVersion ? 'Such as 1.4.0 or 2.0.0-rc.1.' : undefined)
          }
        />
        <TextField
          label="Commit"
          mono
          placeholder="The head of the branch"
          hint="A full object name."
          value={sha}
          onValueChange={setSha}
          error={
            faultOf(cut.error, 'sha') ?? (wrongSha ? 'All 40 or 64 hexadecimal digits.' : undefined)
          }
        />
      </div>
      <Preview repository={repository.ref} query={query} />
    </FormDialog>
  );
}
