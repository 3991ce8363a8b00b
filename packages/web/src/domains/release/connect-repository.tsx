import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CredentialFields, noCredential, takesCredential } from './credential-fields.tsx';

/** Connects a Git repository; it is fetched at once. */
export function ConnectRepository() {
  const connect = useWrite('release.connectRepository');
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [address, setAddress] = useState('');
  const [title, setTitle] = useState('');
  const [owner, setOwner] = useState<ComboboxOption | null>(null);
  const [tagPrefix, setTagPrefix] = useState('v');
  const [credential, setCredential] = useState(noCredential);
  const asksWho = takesCredential(address);
  return (
    <>
      <Button tone="primary" icon="plus" onClick={() => setOpen(true)}>
        Connect a repository
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Connect a repository"
        description="It is fetched at once. Nothing is written to it until you cut a release."
        submit="Connect"
        busy={connect.isPending}
        error={connect.error}
        onSubmit={async () => {
          const { ref } = await connect.mutateAsync({
            body: {
              address,
              tagPrefix,
              ...(title === '' ? {} : { title }),
              ...(owner ? { ownerUnit: owner.id } : {}),
              ...(asksWho && credential.username !== '' ? { credential } : {}),
            },
          });
          await navigate({ to: entityAddress(ref) });
        }}
      >
        <TextField
          label="Address"
          required
          mono
          hint="https://… or ssh://…, or a folder of this machine that an administrator allowed."
          value={address}
          onValueChange={setAddress}
          error={faultOf(connect.error, 'address')}
        />
        {asksWho && (
          <CredentialFields
            value={credential}
            onValueChange={setCredential}
            hint="Only where the remote asks for one. With an access token, what its forge says."
            faults={{
              username: faultOf(connect.error, 'credential.username'),
              password: faultOf(connect.error, 'credential.password'),
            }}
          />
        )}
        <TextField
          label="Title"
          hint="Left empty, it is taken from the address."
          value={title}
          onValueChange={setTitle}
          error={faultOf(connect.error, 'title')}
        />
        <EntityPicker
          label="Owner"
          kind="unit"
          value={owner}
          onValueChange={setOwner}
          error={faultOf(connect.error, 'ownerUnit')}
        />
        <TextField
          label="Tag prefix"
          mono
          hint={`Release 1.4.0 gets the tag ${tagPrefix}1.4.0.`}
          value={tagPrefix}
          onValueChange={setTagPrefix}
          error={faultOf(connect.error, 'tagPrefix')}
        />
      </FormDialog>
    </>
  );
}
