import { TextField } from '../../ui/text-field.tsx';

/** What stands in the two fields; both empty where none is given. */
export interface EnteredCredential {
  readonly username: string;
  readonly password: string;
}

export const noCredential: EnteredCredential = { username: '', password: '' };

/** Whether an address is one that a user name and a password go to. */
export function takesCredential(address: string): boolean {
  return /^https?:\/\//i.test(address.trim());
}

/** A user name and a password or token for a remote; they can be replaced, never read again. */
export function CredentialFields({
  value,
  onValueChange,
  hint,
  faults,
}: {
  readonly value: EnteredCredential;
  readonly onValueChange: (value: EnteredCredential) => void;
  readonly hint: string;
  readonly faults: { readonly username: string | undefined; readonly password: string | undefined };
}) {
  const given = value.username !== '' || value.password !== '';
  return (
    <>
      <TextField
        label="User name"
        hint={hint}
        autoComplete="off"
        required={given}
        value={value.username}
        onValueChange={(username) => onValueChange({ ...value, username })}
        error={faults.username}
      />
      <TextField
        label="Password or access token"
        hint="Kept sealed, given to git only, and never shown again."
        type="password"
        autoComplete="new-password"
        required={given}
        value={value.password}
        onValueChange={(password) => onValueChange({ ...value, password })}
        error={faults.password}
      />
    </>
  );
}
