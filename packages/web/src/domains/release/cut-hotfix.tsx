import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ReleasePlan } from './release-plan.tsx';
import type { HotfixView } from './release-types.ts';

/** Releases a hotfix after showing what it would be. */
export function CutHotfix({
  hotfix,
  onOpenChange,
}: {
  readonly hotfix: HotfixView;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const cut = useWrite('release.cutRelease');
  const navigate = useNavigate();
  const preview = useRead('release.previewRelease', {
    params: { id: hotfix.repository.ref },
    query: { hotfix: hotfix.ref },
  });
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      size="lg"
      title={`Release the hotfix ${hotfix.version}`}
      description="The branch’s head is tagged in the remote. The release goes the way of hotfixes through a freeze. Nothing is deployed by it."
      submit={`Release ${hotfix.version}`}
      busy={cut.isPending}
      error={cut.error}
      onSubmit={async () => {
        const { ref } = await cut.mutateAsync({
          body: { repository: hotfix.repository.ref, hotfix: hotfix.ref },
        });
        await navigate({ to: entityAddress(ref) });
      }}
    >
      {preview.error && <ErrorState compact problem={shownProblem(preview.error)} />}
      {preview.isPending && <Skeleton lines={6} />}
      {preview.data && <ReleasePlan plan={preview.data} />}
    </FormDialog>
  );
}
