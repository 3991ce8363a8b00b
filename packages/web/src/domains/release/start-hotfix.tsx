import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.ts';
import type { ReleaseView } from './release-types.ts';

/** Starts a hotfix of a release: a branch from its tag, for the next patch version. */
export function StartHotfix({ release }: { readonly release: ReleaseView }) {
  const start = useWrite('release.startHotfix');
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [kind, setKind] = useState<'incident' | 'initiative'>('incident');
  const [serves, setServes] = useState<ComboboxOption | null>(null);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Start a hotfix</Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={`Start a hotfix of ${release.version}`}
        description="A branch is pushed from its tag, for the next patch version. Where the version has no line yet, one is opened at it."
        submit="Start it"
        busy={start.isPending}
        error={start.error}
        onSubmit={async () => {
          const { version, branch } = await start.mutateAsync({
            body: {
              release: release.ref,
              reason,
              ...(serves === null ? {} : { [kind]: serves.id }),
            },
          });
          toast({
            title: `${version} is made on ${branch}`,
            detail: 'Commit to it, then release it from the repository’s lines.',
          });
          setReason('');
          setServes(null);
        }}
      >
        <TextField
          label="Why"
          required
          value={reason}
          onValueChange={setReason}
          error={faultOf(start.error, 'reason')}
        />
        <RadioGroup
          inline
          label="It is made for"
          options={[
            { value: 'incident', label: 'An incident' },
            { value: 'initiative', label: 'An initiative' },
          ]}
          value={kind}
          onValueChange={(value) => {
            setKind(value);
            setServes(null);
          }}
        />
        <EntityPicker
          label={kind === 'incident' ? 'Incident' : 'Initiative'}
          kind={kind}
          hint="May be left empty."
          value={serves}
          onValueChange={setServes}
        />
      </FormDialog>
    </>
  );
}
