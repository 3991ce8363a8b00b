import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';

/** Drafts the postmortem of an incident, and says first what it will ask. */
export function DraftPostmortemDialog({
  id,
  onClose,
}: {
  readonly id: string;
  readonly onClose: () => void;
}) {
  const template = useRead('operations.getPostmortemTemplate', {});
  const draft = useWrite('operations.draftPostmortem');
  const navigate = useNavigate();
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Draft a postmortem"
      description="From the incident and its timeline as they are now. Its sections are those of the template:"
      submit="Draft"
      busy={draft.isPending}
      error={draft.error}
      onSubmit={async () => {
        const made = await draft.mutateAsync({ params: { id } });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <ol className="flex list-decimal flex-col gap-1 pl-6">
        {template.data?.sections.map(({ title }, place) => (
          <li key={place}>{title}</li>
        ))}
      </ol>
    </FormDialog>
  );
}
