import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useList, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { strategyWords } from './backport-words.ts';
import type { LineView, RepositoryView } from './release-types.ts';

/** The strategies as a choice. */
export const strategyOptions = (Object.keys(strategyWords) as LineView['strategy'][]).map(
  (value) => ({ value, label: strategyWords[value] }),
);

/** Opens a release line: a branch at a release, or at the head of the default branch. */
export function OpenLine({ repository }: { readonly repository: RepositoryView }) {
  const write = useWrite('release.openReleaseLine');
  const releases = useList('release.listReleases', {
    query: { repository: repository.ref, limit: 200 },
  });
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [branch, setBranch] = useState('release/');
  const [from, setFrom] = useState('');
  const [strategy, setStrategy] = useState<LineView['strategy']>('backport-from-main');
  const [until, setUntil] = useState('');
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open a line</Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={`Open a release line of ${repository.title}`}
        description="Its branch is pushed to the remote. A branch that is there already becomes a line by itself."
        submit="Open the line"
        busy={write.isPending}
        error={write.error}
        onSubmit={async () => {
          const { ref } = await write.mutateAsync({
            body: {
              repository: repository.ref,
              branch,
              strategy,
              ...(from === '' ? {} : { release: from }),
              ...(until === '' ? {} : { supportedUntil: until }),
            },
          });
          await navigate({ to: entityAddress(ref) });
        }}
      >
        <TextField
          label="Branch"
          required
          mono
          hint="Such as release/1.4."
          value={branch}
          onValueChange={setBranch}
          error={faultOf(write.error, 'branch')}
        />
        <Select
          label="Begins at"
          options={[
            { value: '', label: `The head of ${repository.defaultBranch ?? 'the default branch'}` },
            ...releases.items.map(({ ref, version }) => ({
              value: ref as string,
              label: `Release ${version}`,
            })),
          ]}
          value={from}
          onValueChange={setFrom}
        />
        <Select
          label="Patches"
          options={strategyOptions}
          value={strategy}
          onValueChange={setStrategy}
        />
        <DateField
          label="Supported until"
          hint="The last day on which it is patched. Left empty, none is set."
          value={until}
          onValueChange={setUntil}
          error={faultOf(write.error, 'supportedUntil')}
        />
      </FormDialog>
    </>
  );
}
