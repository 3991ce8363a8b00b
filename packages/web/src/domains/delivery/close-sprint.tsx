import type { OperationOf, OutputOf } from '@throughline/contract';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Select } from '../../ui/select.tsx';

type Sprint = OutputOf<OperationOf<'delivery.getSprint'>>;

/** Closes a sprint, and says where what is left goes. */
export function CloseSprint({
  sprint,
  onClose,
}: {
  readonly sprint: Sprint;
  readonly onClose: () => void;
}) {
  const close = useWrite('delivery.closeSprint');
  const unit = sprint.ownerUnit?.ref ?? '';
  const planned = useRead('delivery.listSprints', { query: { ownerUnit: unit, state: 'planned' } });
  const { fields, set } = useFields({ next: '', revision: sprint.revision });
  const left = sprint.stories.filter(
    ({ state, outcome }) => outcome === null && state !== 'done',
  ).length;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Close ${sprint.title}`}
      description={left === 0 ? 'Everything is done.' : `${left} not done: they spill over.`}
      submit="Close the sprint"
      busy={close.isPending}
      error={close.error}
      onSubmit={() =>
        close.mutateAsync({
          params: { id: sprint.ref },
          body: { next: fields.next === '' ? null : fields.next },
          ifMatch: fields.revision,
        })
      }
    >
      <Select
        label="What is left goes"
        options={[
          { value: '', label: 'Back to the top of the backlog' },
          ...(planned.data?.items ?? []).map(({ ref, title }) => ({
            value: ref as string,
            label: `Into ${title}`,
          })),
        ]}
        value={fields.next}
        onValueChange={set('next')}
      />
    </FormDialog>
  );
}
