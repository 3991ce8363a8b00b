import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/text-area.tsx';

const labelsOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The labels of a change, with the dialog in which they are set. */
export function ChangeLabels({
  change,
}: {
  readonly change: {
    readonly ref: string;
    readonly revision: number;
    readonly labels: readonly string[];
  };
}) {
  const set = useWrite('release.setLabels');
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [revision, setRevision] = useState(change.revision);
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {change.labels.length === 0 && <span className="text-tertiary">None</span>}
      {change.labels.map((label) => (
        <Badge key={label}>{label}</Badge>
      ))}
      <Button
        size="sm"
        tone="quiet"
        onClick={() => {
          setText(change.labels.join('\n'));
          setRevision(change.revision);
          setOpen(true);
        }}
      >
        Set labels
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Set labels"
        description="The workflow of the repository says what a label does: queue a change, mark it for the integration branch, bring it to other lines."
        submit="Set"
        busy={set.isPending}
        error={set.error}
        onSubmit={() =>
          set.mutateAsync({
            params: { id: change.ref },
            body: { labels: labelsOf(text) },
            ifMatch: revision,
          })
        }
      >
        <TextArea
          label="Labels"
          hint="One a line."
          value={text}
          onValueChange={setText}
          error={faultOf(set.error, 'labels')}
        />
      </FormDialog>
    </span>
  );
}
