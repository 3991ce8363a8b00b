import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { CutRelease } from './cut-release.tsx';
import { strategyOptions } from './open-line.tsx';
import type { LineView } from './release-types.ts';

interface Dialog {
  readonly line: LineView;
  readonly onOpenChange: (open: boolean) => void;
}

function ChangeLine({ line, onOpenChange }: Dialog) {
  const change = useWrite('release.changeReleaseLine');
  const [summary, setSummary] = useState(line.summary);
  const [strategy, setStrategy] = useState(line.strategy);
  const [until, setUntil] = useState(line.supportedUntil ?? '');
  const [owner, setOwner] = useState<ComboboxOption | null>(
    line.ownerUnit ? { id: line.ownerUnit.ref, label: line.ownerUnit.title } : null,
  );
  const [revision] = useState(line.revision);
  const ours = line.setBy !== 'file';
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={`Change ${line.branch}`}
      description={
        ours
          ? undefined
          : 'The window and the strategy stand in .throughline/release.yaml of the repository.'
      }
      submit="Change"
      busy={change.isPending}
      error={change.error}
      onSubmit={() =>
        change.mutateAsync({
          params: { id: line.ref },
          body: {
            summary,
            ownerUnit: owner?.id ?? null,
            ...(ours && strategy !== line.strategy ? { strategy } : {}),
            ...(ours && until !== (line.supportedUntil ?? '')
              ? { supportedUntil: until === '' ? null : until }
              : {}),
          },
          ifMatch: revision,
        })
      }
    >
      {ours && (
        <>
          <Select
            label="Patches"
            options={strategyOptions}
            value={strategy}
            onValueChange={setStrategy}
          />
          <DateField
            label="Supported until"
            hint="The last day on which it is patched."
            value={until}
            onValueChange={setUntil}
            error={faultOf(change.error, 'supportedUntil')}
          />
        </>
      )}
      <TextArea label="What it is" value={summary} onValueChange={setSummary} />
      <EntityPicker label="Owner" kind="unit" value={owner} onValueChange={setOwner} />
    </FormDialog>
  );
}

function EndLine({ line, onOpenChange }: Dialog) {
  const end = useWrite('release.endReleaseLine');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={`End the support of ${line.branch}`}
      description="No backport is asked for it any more. Its branch and its releases stay."
      submit="End it"
      busy={end.isPending}
      error={end.error}
      onSubmit={() => end.mutateAsync({ params: { id: line.ref }, body: { reason } })}
    >
      <TextArea
        label="Reason"
        required
        hint="Whoever asks for a backport reads it."
        value={reason}
        onValueChange={setReason}
        error={faultOf(end.error, 'reason')}
      />
    </FormDialog>
  );
}

function ReopenLine({ line, onOpenChange }: Dialog) {
  const reopen = useWrite('release.reopenReleaseLine');
  const [until, setUntil] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={`Support ${line.branch} again`}
      submit="Reopen"
      busy={reopen.isPending}
      error={reopen.error}
      onSubmit={() =>
        reopen.mutateAsync({
          params: { id: line.ref },
          body: { supportedUntil: until === '' ? null : until },
        })
      }
    >
      <DateField
        label="Supported until"
        hint="Left empty, no end is set."
        value={until}
        onValueChange={setUntil}
        error={faultOf(reopen.error, 'supportedUntil')}
      />
    </FormDialog>
  );
}

/** What can be done with a line: change its window, end it, support it again. */
export function LineActs({ line }: { readonly line: LineView }) {
  const [open, setOpen] = useState<'change' | 'end' | 'reopen' | 'cut'>();
  const dialog = { line, onOpenChange: () => setOpen(undefined) };
  const ours = line.setBy !== 'file';
  return (
    <>
      {line.state === 'supported' && ours && (
        <Button onClick={() => setOpen('end')}>End its support</Button>
      )}
      {line.state === 'ended' && ours && line.head !== null && (
        <Button onClick={() => setOpen('reopen')}>Support it again</Button>
      )}
      <Button onClick={() => setOpen('change')}>Change</Button>
      {line.state === 'supported' && (
        <Button tone="primary" onClick={() => setOpen('cut')}>
          Cut a release
        </Button>
      )}
      {open === 'cut' && (
        <CutRelease
          repository={{ ...line.repository, defaultBranch: null }}
          fromLine={line.ref}
          onOpenChange={dialog.onOpenChange}
        />
      )}
      {open === 'change' && <ChangeLine {...dialog} />}
      {open === 'end' && <EndLine {...dialog} />}
      {open === 'reopen' && <ReopenLine {...dialog} />}
    </>
  );
}
