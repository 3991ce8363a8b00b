import type { FailureClass } from '@throughline/contract';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { failureWords } from './failure-words.ts';

/** Writes what to do about a class of failure: for everybody, or for one repository. */
export function RunbookDialog({
  runbook,
  repository,
  onClose,
}: {
  readonly runbook: {
    readonly class: FailureClass;
    readonly body: string;
    readonly scope: 'shipped' | 'organisation' | 'repository';
  };
  readonly repository?: { readonly ref: string; readonly title: string } | undefined;
  readonly onClose: () => void;
}) {
  const write = useWrite('release.changeRunbook');
  const { fields, set } = useFields<{ body: string; for: 'repository' | 'organisation' }>({
    body: runbook.body,
    for: repository ? 'repository' : 'organisation',
  });
  return (
    <FormDialog
      open
      size="lg"
      onOpenChange={onClose}
      title={`Runbook: ${failureWords[runbook.class].name.toLowerCase()}`}
      description="Markdown. Left empty, what stood there before counts again."
      submit="Save"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutateAsync({
          params: { class: runbook.class },
          body: {
            repository: fields.for === 'repository' && repository ? repository.ref : null,
            body: fields.body,
          },
        })
      }
    >
      {repository && (
        <RadioGroup
          label="For"
          inline
          options={[
            { value: 'repository', label: `Failures of ${repository.title}` },
            { value: 'organisation', label: 'Every repository without its own' },
          ]}
          value={fields.for}
          onValueChange={set('for')}
        />
      )}
      <TextArea
        label="What to do"
        rows={12}
        mono
        value={fields.body}
        onValueChange={set('body')}
        error={faultOf(write.error, 'body')}
      />
    </FormDialog>
  );
}
