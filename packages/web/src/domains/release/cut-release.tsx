import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CommitName } from './commit-name.tsx';
import { notesTree } from './notes-tree.ts';
import type { RepositoryView } from './release-types.ts';

const levels = {
  major: 'The commits break something: a major version',
  minor: 'The commits add something: a minor version',
  patch: 'The commits fix something: a patch',
} as const;

const completeVersion = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const completeSha = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

function Preview({
  repository,
  query,
}: {
  readonly repository: string;
  readonly query: { readonly sha?: string; readonly version?: string };
}) {
  const preview = useRead('release.previewRelease', { params: { id: repository }, query });
  if (preview.error) return <ErrorState compact problem={shownProblem(preview.error)} />;
  if (!preview.data) return <Skeleton lines={6} />;
  const { version, tag, sha, previousTag, commits, level, possible, changes, notes } = preview.data;
  if (!possible) {
    return (
      <p className="border-l-2 border-at-risk pl-3">
        {commits === 0
          ? `There is nothing new since ${previousTag ?? 'the beginning'}.`
          : `No commit since ${previousTag ?? 'the beginning'} calls for a release by its message. Name a version to cut one all the same.`}
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <DescriptionList
        entries={[
          {
            term: 'Version',
            value: (
              <>
                <span className="font-mono font-medium">{version}</span>
                {level !== null && <span className="text-tertiary"> · {levels[level]}</span>}
              </>
            ),
          },
          { term: 'Tag', value: <Mono>{tag}</Mono> },
          { term: 'Commit', value: <CommitName sha={sha} /> },
          {
            term: 'Since',
            value: `${previousTag ?? 'the beginning'}: ${commits} commit${commits === 1 ? '' : 's'}`,
          },
          {
            term: 'Changes',
            value:
              changes.length === 0
                ? 'None that has a branch of its own'
                : changes.map((change) => (
                    <div key={change.ref}>
                      <EntityLink entity={change} />
                    </div>
                  )),
          },
        ]}
      />
      <div
        tabIndex={0}
        role="region"
        aria-label="Notes"
        className="max-h-80 overflow-y-auto rounded-sm border border-line bg-surface p-3"
      >
        <Markdown nodes={notesTree(notes)} baseLevel={3} />
      </div>
    </div>
  );
}

/** Cuts a release after showing what it would be: version, tag, commits, changes, notes. */
export function CutRelease({
  repository,
  onOpenChange,
}: {
  readonly repository: RepositoryView;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const cut = useWrite('release.cutRelease');
  const navigate = useNavigate();
  const [version, setVersion] = useState('');
  const [sha, setSha] = useState('');
  const named = useDeferredValue(version.trim());
  const at = useDeferredValue(sha.trim());
  const query = {
    ...(completeVersion.test(named) ? { version: named } : {}),
    ...(completeSha.test(at) ? { sha: at } : {}),
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
          placeholder={`The head of ${repository.defaultBranch ?? 'the default branch'}`}
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
