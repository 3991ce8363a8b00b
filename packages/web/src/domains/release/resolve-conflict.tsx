import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ConflictFile, firstText, isSettled, type FileDraft } from './conflict-file.tsx';
import type { BackportView } from './release-types.ts';

type Read = OutputOf<OperationOf<'release.getBackportConflict'>>;
type Conflict = NonNullable<Read['conflict']>;

function Files({
  backport,
  conflict,
  revision,
}: {
  readonly backport: string;
  readonly conflict: Conflict;
  readonly revision: number;
}) {
  const resolve = useWrite('release.resolveBackport');
  const [drafts, setDrafts] = useState<Readonly<Record<string, FileDraft>>>({});
  const draftOf = (file: Conflict['files'][number]): FileDraft =>
    drafts[file.path] ?? { take: undefined, text: firstText(file), remembered: false };
  const settled = conflict.files.filter((file) => isSettled(draftOf(file))).length;
  const all = conflict.files.length;
  return (
    <>
      {conflict.files.map((file) => (
        <ConflictFile
          key={file.path}
          file={file}
          draft={draftOf(file)}
          onDraftChange={(draft) => setDrafts((known) => ({ ...known, [file.path]: draft }))}
        />
      ))}
      {resolve.error && <ErrorState compact problem={shownProblem(resolve.error)} />}
      <div className="flex flex-wrap items-center gap-3 border-t border-line pt-4">
        <Button
          tone="primary"
          busy={resolve.isPending}
          disabled={settled < all}
          onClick={() =>
            resolve.mutate({
              params: { id: backport },
              body: {
                sha: conflict.sha,
                files: conflict.files.map((file) => {
                  const { take = 'line', text, remembered } = draftOf(file);
                  return {
                    path: file.path,
                    take,
                    remembered,
                    ...(take === 'text' ? { text } : {}),
                  };
                }),
              },
              ifMatch: revision,
            })
          }
        >
          Settle and go on
        </Button>
        <span className="text-secondary" role="status">
          {settled} of {all} file{all === 1 ? '' : 's'} settled. Nothing lands by it: the backport
          is ready then, and waits for somebody to land it.
        </span>
      </div>
    </>
  );
}

/** Settles a conflict in the page: three sides beside one another, file by file. */
export function ResolveConflict({ backport }: { readonly backport: BackportView }) {
  const read = useRead('release.getBackportConflict', { params: { id: backport.ref } });
  if (read.error)
    return <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton lines={8} />;
  const { conflict, revision } = read.data;
  if (conflict === null) return null;
  return (
    <Section title="The conflict" note={`in “${backport.conflict?.subject ?? ''}”`}>
      <Files
        key={`${conflict.sha} ${revision}`}
        backport={backport.ref}
        conflict={conflict}
        revision={revision}
      />
    </Section>
  );
}
