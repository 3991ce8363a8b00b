import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { forgeOfRemote } from './forge-words.ts';
import type { RepositoryView } from './release-types.ts';

type Forge = NonNullable<OutputOf<OperationOf<'release.getForge'>>['forge']>;

const systems = [
  { value: 'github', label: 'GitHub' },
  { value: 'gitlab', label: 'GitLab' },
] as const;

const tokenHints = {
  github:
    'A fine-grained token of the repository that may read metadata and write pull requests and commit statuses.',
  gitlab: 'A project access token of the role Developer with the scope api.',
} as const;

/** What it is asked with from now on; `keep`: as it is. */
type Way = 'keep' | 'token' | 'app' | 'none';

const startingWay = (kept: boolean): Way => (kept ? 'keep' : 'token');

/** Connects a repository to its forge, or changes how. */
export function ForgeDialog({
  repository,
  forge,
  onClose,
}: {
  readonly repository: RepositoryView;
  readonly forge: Forge | null;
  readonly onClose: () => void;
}) {
  const connect = useWrite('release.connectForge');
  const kept = forge !== null && forge.credentials !== 'none';
  const guess = forgeOfRemote(repository.address);

  const { fields, set } = useFields({
    system: forge?.system ?? guess.system,
    address: forge?.address ?? guess.address,
    project: forge?.project ?? guess.project,
    way: startingWay(kept),
    token: '',
    appId: '',
    installationId: '',
    privateKey: '',
    webhookSecret: '',
    reports: forge?.reports ?? true,
  });
  const { system, address, project, webhookSecret, reports } = fields;
  const ways: readonly { readonly value: Way; readonly label: string }[] = [
    ...(kept ? [{ value: 'keep' as const, label: `As now (${forge.credentials})` }] : []),
    { value: 'token', label: 'A token' },
    ...(system === 'github' ? [{ value: 'app' as const, label: 'A GitHub App' }] : []),
    ...(kept ? [] : [{ value: 'none' as const, label: 'Nothing: only listen' }]),
  ];
  const way = ways.some(({ value }) => value === fields.way) ? fields.way : 'token';
  const credentials =
    way === 'token'
      ? { kind: 'token' as const, token: fields.token }
      : way === 'app'
        ? {
            kind: 'app' as const,
            appId: fields.appId,
            installationId: fields.installationId,
            privateKey: fields.privateKey,
          }
        : undefined;
  const { error } = connect;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={forge ? 'Change the connection' : 'Connect GitHub or GitLab'}
      description="Everything works without it. With it, requests and reviews show on changes, a push is fetched at once, and the merge queue is told there."
      submit={forge ? 'Change' : 'Connect'}
      busy={connect.isPending}
      error={error}
      onSubmit={() =>
        connect.mutateAsync({
          params: { id: repository.ref },
          body: {
            system,
            address,
            project,
            reports,
            ...(credentials ? { credentials } : {}),
            ...(webhookSecret === '' ? {} : { webhookSecret }),
          },
        })
      }
    >
      <Select label="Forge" options={systems} value={system} onValueChange={set('system')} />
      <TextField
        label="Address"
        required
        mono
        type="url"
        placeholder={system === 'github' ? 'https://github.com' : 'https://gitlab.com'}
        hint="A host of a private network must be listed among the hosts of remotes."
        value={address}
        onValueChange={set('address')}
        error={faultOf(error, 'address')}
      />
      <TextField
        label="Project"
        required
        mono
        placeholder="owner/name"
        value={project}
        onValueChange={set('project')}
        error={faultOf(error, 'project')}
      />
      <Select label="Asked with" options={ways} value={way} onValueChange={set('way')} />
      {way === 'token' && (
        <TextField
          label="Token"
          required
          mono
          type="password"
          autoComplete="off"
          hint={`${tokenHints[system]} It is sealed and never shown again.`}
          value={fields.token}
          onValueChange={set('token')}
          error={faultOf(error, 'credentials.token')}
        />
      )}
      {way === 'app' && (
        <>
          <TextField
            label="App ID"
            required
            inputMode="numeric"
            value={fields.appId}
            onValueChange={set('appId')}
            error={faultOf(error, 'credentials.appId')}
          />
          <TextField
            label="Installation ID"
            required
            inputMode="numeric"
            value={fields.installationId}
            onValueChange={set('installationId')}
            error={faultOf(error, 'credentials.installationId')}
          />
          <TextArea
            label="Private key"
            required
            mono
            hint="In PEM, as GitHub gives it. It is sealed and never shown again."
            value={fields.privateKey}
            onValueChange={set('privateKey')}
            error={faultOf(error, 'credentials.privateKey')}
          />
        </>
      )}
      <TextField
        label="Secret of webhooks"
        mono
        type="password"
        autoComplete="off"
        minLength={16}
        hint={`16 characters at least; the same as there.${forge?.signed ? ' Empty keeps the present one.' : ''}`}
        value={webhookSecret}
        onValueChange={set('webhookSecret')}
        error={faultOf(error, 'webhookSecret')}
      />
      <Checkbox
        label="Write a status of the merge queue and one comment for each request there"
        checked={reports}
        onCheckedChange={set('reports')}
      />
    </FormDialog>
  );
}
