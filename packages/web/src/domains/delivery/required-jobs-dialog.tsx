import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';

type Jobs = OutputOf<OperationOf<'delivery.getTestJobs'>>;

const title = 'Required jobs';

function JobsForm({
  repository,
  jobs,
  onClose,
}: {
  readonly repository: string;
  readonly jobs: Jobs;
  readonly onClose: () => void;
}) {
  const require = useWrite('delivery.requireTestJobs');
  const { fields, set } = useFields({
    offered: [...new Set([...jobs.known, ...jobs.required])],
    required: jobs.required,
    another: '',
  });
  const { offered, required, another } = fields;
  const name = another.trim();
  const add = () => {
    if (!offered.includes(name)) set('offered')([...offered, name]);
    if (!required.includes(name)) set('required')([...required, name]);
    set('another')('');
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={title}
      description="A commit’s tests are green only when each of these has reported, and none of any is red."
      submit="Require them"
      busy={require.isPending}
      error={require.error}
      onSubmit={() => require.mutateAsync({ params: { id: repository }, body: { required } })}
    >
      {offered.length === 0 && <p className="text-secondary">No job has reported yet.</p>}
      {offered.map((job) => (
        <Checkbox
          key={job}
          label={job}
          checked={required.includes(job)}
          onCheckedChange={(checked) =>
            set('required')(checked ? [...required, job] : required.filter((one) => one !== job))
          }
        />
      ))}
      <div className="flex items-end gap-3">
        <div className="grow">
          <TextField
            label="Another job"
            maxLength={100}
            value={another}
            onValueChange={set('another')}
          />
        </div>
        <Button icon="plus" disabled={name === ''} onClick={add}>
          Add
        </Button>
      </div>
    </FormDialog>
  );
}

/** Chooses the jobs without whose run nobody can tell whether a commit is green. */
export function RequiredJobsDialog({
  repository,
  onClose,
}: {
  readonly repository: string;
  readonly onClose: () => void;
}) {
  const { data, error } = useRead('delivery.getTestJobs', { params: { id: repository } });
  if (data) return <JobsForm repository={repository} jobs={data} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      {error ? <ErrorState problem={shownProblem(error)} compact /> : <Skeleton lines={3} />}
    </Dialog>
  );
}
