import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { accountStateOptions } from './words.ts';

type Contact = OutputOf<OperationOf<'engagement.getContact'>>;

/** Adds a contact to an account, or changes one. */
export function ContactDialog({
  account,
  contact,
  onClose,
}: {
  readonly account?: string;
  readonly contact?: Contact;
  readonly onClose: () => void;
}) {
  const create = useWrite('engagement.createContact');
  const change = useWrite('engagement.changeContact');
  const { fields, set } = useFields({
    title: contact?.title ?? '',
    role: contact?.role ?? '',
    email: contact?.email ?? '',
    state: contact?.state ?? ('active' as const),
    revision: contact?.revision ?? 0,
  });
  const error = contact ? change.error : create.error;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={contact ? `Change ${contact.title}` : 'Add a contact'}
      submit={contact ? 'Change' : 'Add'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={() =>
        contact
          ? change.mutateAsync({
              params: { id: contact.ref },
              body: {
                title: fields.title,
                role: fields.role,
                email: fields.email === '' ? null : fields.email,
                state: fields.state,
              },
              ifMatch: fields.revision,
            })
          : create.mutateAsync({
              body: {
                title: fields.title,
                role: fields.role,
                account: account ?? '',
                ...(fields.email === '' ? {} : { email: fields.email }),
              },
            })
      }
    >
      <TextField
        label="Name"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <TextField label="Role" maxLength={200} value={fields.role} onValueChange={set('role')} />
      <TextField
        label="E-mail"
        type="email"
        value={fields.email}
        onValueChange={set('email')}
        error={faultOf(error, 'email')}
      />
      {contact && (
        <Select
          label="State"
          options={accountStateOptions}
          value={fields.state}
          onValueChange={set('state')}
        />
      )}
    </FormDialog>
  );
}
