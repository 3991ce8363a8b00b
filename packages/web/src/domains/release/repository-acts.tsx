import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CredentialFields, noCredential, takesCredential } from './credential-fields.tsx';
import { toast } from '../../ui/toast.ts';
import { CutRelease } from './cut-release.tsx';
import type { RepositoryView } from './release-types.ts';

function ChangeRepository({
  repository,
  onOpenChange,
}: {
  readonly repository: RepositoryView;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const change = useWrite('release.changeRepository');
  const [title, setTitle] = useState(repository.title);
  const [summary, setSummary] = useState(repository.summary);
  const [tagPrefix, setTagPrefix] = useState(repository.tagPrefix);
  const [owner, setOwner] = useState<ComboboxOption | null>(
    repository.ownerUnit
      ? { id: repository.ownerUnit.ref, label: repository.ownerUnit.title }
      : null,
  );
  const [revision] = useState(repository.revision);
  const [credential, setCredential] = useState(noCredential);
  const [without, setWithout] = useState(false);
  const known = repository.credential;
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={`Change ${repository.title}`}
      submit="Change"
      busy={change.isPending}
      error={change.error}
      onSubmit={() =>
        change.mutateAsync({
          params: { id: repository.ref },
          body: {
            title,
            summary,
            tagPrefix,
            ownerUnit: owner?.id ?? null,
            ...(without ? { credential: null } : {}),
            ...(!without && credential.username !== '' ? { credential } : {}),
          },
          ifMatch: revision,
        })
      }
    >
      <TextField
        label="Title"
        required
        value={title}
        onValueChange={setTitle}
        error={faultOf(change.error, 'title')}
      />
      <TextArea label="What it is" value={summary} onValueChange={setSummary} />
      <EntityPicker label="Owner" kind="unit" value={owner} onValueChange={setOwner} />
      <TextField
        label="Tag prefix"
        mono
        hint={`Release 1.4.0 gets the tag ${tagPrefix}1.4.0. Earlier tags stay as they are.`}
        value={tagPrefix}
        onValueChange={setTagPrefix}
        error={faultOf(change.error, 'tagPrefix')}
      />
      {known && (
        <Checkbox
          label={`Ask the remote as nobody, no longer as ${known.username}`}
          checked={without}
          onCheckedChange={setWithout}
        />
      )}
      {takesCredential(repository.address) && !without && (
        <CredentialFields
          value={credential}
          onValueChange={setCredential}
          hint={
            known
              ? `The remote is asked as ${known.username}. Left empty, it stays so.`
              : 'The remote is asked as nobody. Left empty, it stays so.'
          }
          faults={{
            username: faultOf(change.error, 'credential.username'),
            password: faultOf(change.error, 'credential.password'),
          }}
        />
      )}
    </FormDialog>
  );
}

/** What can be done with a repository: fetch it now, change it, cut a release. */
export function RepositoryActs({ repository }: { readonly repository: RepositoryView }) {
  const fetchNow = useWrite('release.fetchRepository');
  const [open, setOpen] = useState<'change' | 'cut'>();
  const close = () => setOpen(undefined);
  return (
    <>
      <Button
        icon="retry"
        busy={fetchNow.isPending}
        onClick={() =>
          fetchNow.mutate(
            { params: { id: repository.ref } },
            {
              onSuccess: () => toast({ title: `${repository.title} is being fetched` }),
              onError: (error) => toast({ ...shownProblem(error), tone: 'failed' }),
            },
          )
        }
      >
        Fetch now
      </Button>
      <Button onClick={() => setOpen('change')}>Change</Button>
      <Button tone="primary" onClick={() => setOpen('cut')}>
        Cut a release
      </Button>
      {open === 'change' && <ChangeRepository repository={repository} onOpenChange={close} />}
      {open === 'cut' && <CutRelease repository={repository} onOpenChange={close} />}
    </>
  );
}
