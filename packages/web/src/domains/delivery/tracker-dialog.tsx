import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';

type Tracker = OutputOf<OperationOf<'delivery.listTrackers'>>['items'][number];

const systems = [
  { value: 'jira', label: 'Jira' },
  { value: 'linear', label: 'Linear' },
] as const;

const tokenHints = {
  jira: 'Cloud: an API token of the account. Data Center: a personal access token.',
  linear: 'A personal API key (lin_api_…) or an OAuth token that may read.',
} as const;

/** Connects a tool, or changes what it is asked with. */
export function TrackerDialog({
  tracker,
  onClose,
}: {
  readonly tracker?: Tracker;
  readonly onClose: () => void;
}) {
  const create = useWrite('delivery.createTracker');
  const change = useWrite('delivery.changeTracker');
  const { fields, set } = useFields({
    name: tracker?.name ?? '',
    system: tracker?.system ?? ('jira' as const),
    address: tracker?.address ?? '',
    account: tracker?.account ?? '',
    token: '',
    webhookSecret: '',
  });
  const error = tracker ? change.error : create.error;
  const { name, system, account, token, webhookSecret } = fields;
  const address =
    fields.address === '' && system === 'linear' ? 'https://api.linear.app' : fields.address;
  const secret = webhookSecret === '' ? {} : { webhookSecret };
  const kept = tracker ? ' Empty keeps the present one.' : '';
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={tracker ? `Change ${tracker.name}` : 'Connect a tracker'}
      description="With it you allow the server to ask this host. It only ever reads; token and secret are sealed and never shown again."
      submit={tracker ? 'Change' : 'Connect'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={() =>
        tracker
          ? change.mutateAsync({
              params: { id: tracker.ref },
              body: { name, account, ...(token === '' ? {} : { token }), ...secret },
            })
          : create.mutateAsync({ body: { name, system, address, account, token, ...secret } })
      }
    >
      <TextField
        label="Name"
        required
        maxLength={100}
        value={name}
        onValueChange={set('name')}
        error={faultOf(error, 'name')}
      />
      {!tracker && (
        <Select label="Tool" options={systems} value={system} onValueChange={set('system')} />
      )}
      {!tracker && (
        <TextField
          label="Address"
          required={system === 'jira'}
          mono
          type="url"
          placeholder={system === 'jira' ? 'https://acme.atlassian.net' : 'https://api.linear.app'}
          value={fields.address}
          onValueChange={set('address')}
          error={faultOf(error, 'address')}
        />
      )}
      {system === 'jira' && (
        <TextField
          label="Account"
          hint="The e-mail address that the token belongs to; empty for a Data Center."
          maxLength={200}
          autoComplete="off"
          value={account}
          onValueChange={set('account')}
          error={faultOf(error, 'account')}
        />
      )}
      <TextField
        label="Token"
        required={!tracker}
        mono
        type="password"
        autoComplete="off"
        hint={`${tokenHints[system]}${kept}`}
        value={token}
        onValueChange={set('token')}
        error={faultOf(error, 'token')}
      />
      <TextField
        label="Secret of webhooks"
        mono
        type="password"
        autoComplete="off"
        minLength={16}
        hint={`What the tool signs them with, 16 characters at least. Without it, changes are found by looking every ten minutes.${kept}`}
        value={webhookSecret}
        onValueChange={set('webhookSecret')}
        error={faultOf(error, 'webhookSecret')}
      />
    </FormDialog>
  );
}
