import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { ReleaseView } from './release-types.ts';

function DeployForm({
  release,
  onOpenChange,
}: {
  readonly release: ReleaseView;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const read = useRead('release.listEnvironments', {});
  const deploy = useWrite('release.deployRelease');
  const navigate = useNavigate();
  const [place, setPlace] = useState<string>();
  const [typed, setTyped] = useState('');
  const [unready, setUnready] = useState<Error | null>(null);
  const chosen = read.data?.items.find(({ ref }) => ref === place);
  const send = async () => {
    setUnready(null);
    const fault = !chosen
      ? 'Choose an environment.'
      : chosen.production && typed.trim() !== release.version
        ? `Type ${release.version} to deploy to production.`
        : undefined;
    if (!chosen || fault !== undefined) {
      const error = new Error(fault);
      setUnready(error);
      throw error;
    }
    const { ref } = await deploy.mutateAsync({
      body: { release: release.ref, environment: chosen.ref },
    });
    await navigate({ to: entityAddress(ref) });
  };
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={`Deploy ${release.title}`}
      description="By the pipeline that stands in the repository at this commit. Where another deployment is under way, it waits in the queue."
      submit={chosen ? `Deploy to ${chosen.title}` : 'Deploy'}
      busy={deploy.isPending}
      error={unready ?? deploy.error}
      onSubmit={send}
    >
      {read.error && <ErrorState compact problem={shownProblem(read.error)} />}
      {read.isPending && <Skeleton lines={3} />}
      {read.data && (
        <RadioGroup
          label="Environment"
          value={place}
          onValueChange={(value) => {
            setPlace(value);
            setUnready(null);
          }}
          options={read.data.items.map((environment) => ({
            value: environment.ref as string,
            label:
              environment.production && environment.key !== 'production'
                ? `${environment.title} (production)`
                : environment.title,
            hint: environment.freeze
              ? `Frozen by ${environment.freeze.by}: ${environment.freeze.reason}`
              : release.runsIn.includes(environment.title)
                ? 'It runs here already.'
                : undefined,
            disabled: environment.freeze !== null,
          }))}
        />
      )}
      {chosen?.production && (
        <TextField
          label={`Type ${release.version} to confirm`}
          mono
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onValueChange={(text) => {
            setTyped(text);
            setUnready(null);
          }}
        />
      )}
    </FormDialog>
  );
}

/** The button that deploys a release, with the choice of where. */
export function DeployRelease({
  release,
  primary = false,
}: {
  readonly release: ReleaseView;
  readonly primary?: boolean;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button tone={primary ? 'primary' : 'default'} onClick={() => setOpen(true)}>
        Deploy
      </Button>
      {open && <DeployForm release={release} onOpenChange={setOpen} />}
    </>
  );
}
