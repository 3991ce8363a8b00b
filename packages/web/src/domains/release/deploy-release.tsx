import type { Obstacle } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DeploymentPlan, PlanObstacles } from './deployment-plan.tsx';
import type { EnvironmentView, ReleaseView } from './release-types.ts';

/** What a form sends to one environment. */
interface Sent {
  readonly strategy: string | undefined;
  readonly hotfix: string;
  readonly despite: ReadonlySet<Obstacle>;
  readonly reason: string;
}

const nothing: Sent = { strategy: undefined, hotfix: '', despite: new Set(), reason: '' };

function PlanFields({
  release,
  environment,
  sent,
  onChange,
}: {
  readonly release: ReleaseView;
  readonly environment: EnvironmentView;
  readonly sent: Sent;
  readonly onChange: (change: Partial<Sent>) => void;
}) {
  const { strategy, despite } = sent;
  const read = useRead('release.previewDeployment', {
    params: { id: release.ref },
    query: { environment: environment.ref, ...(strategy === undefined ? {} : { strategy }) },
  });
  if (read.error) return <ErrorState compact problem={shownProblem(read.error)} />;
  if (!read.data) return <Skeleton lines={4} />;
  const plan = read.data;
  return (
    <>
      {plan.strategies.length > 1 && (
        <Select
          label="Strategy"
          options={plan.strategies.map((name) => ({ value: name, label: name }))}
          value={strategy ?? plan.strategy ?? ''}
          onValueChange={(name) => onChange({ strategy: name })}
        />
      )}
      <DeploymentPlan plan={plan} />
      <PlanObstacles
        plan={plan}
        passed={despite}
        onPass={(obstacle, pass) => {
          const next = new Set(despite);
          if (pass) next.add(obstacle);
          else next.delete(obstacle);
          onChange({ despite: next });
        }}
      />
      {despite.size > 0 && (
        <TextArea
          label="Why in spite of that"
          required
          value={sent.reason}
          onValueChange={(reason) => onChange({ reason })}
        />
      )}
      {plan.frozen !== null && (
        <TextArea
          label="Why it is a hotfix"
          required
          hint={`${plan.frozen}. Somebody else has to approve it within 4 hours.`}
          value={sent.hotfix}
          onValueChange={(hotfix) => onChange({ hotfix })}
        />
      )}
    </>
  );
}

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
  const [sent, setSent] = useState(nothing);
  const [typed, setTyped] = useState('');
  const [unready, setUnready] = useState<Error | null>(null);
  const chosen = read.data?.items.find(({ ref }) => ref === place);
  const send = async () => {
    setUnready(null);
    const fault = !chosen
      ? 'Choose an environment.'
      : chosen.production && typed.trim() !== release.version
        ? `Type ${release.version} to deploy to production.`
        : chosen.freeze && sent.hotfix.trim() === ''
          ? 'The environment is frozen: say why this is a hotfix.'
          : undefined;
    if (!chosen || fault !== undefined) {
      const error = new Error(fault);
      setUnready(error);
      throw error;
    }
    const { ref } = await deploy.mutateAsync({
      body: {
        release: release.ref,
        environment: chosen.ref,
        despite: [...sent.despite],
        reason: sent.reason,
        ...(sent.strategy === undefined ? {} : { strategy: sent.strategy }),
        ...(chosen.freeze ? { hotfix: { reason: sent.hotfix } } : {}),
      },
    });
    await navigate({ to: entityAddress(ref) });
  };
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={`Deploy ${release.title}`}
      description="By the pipeline that stands in the repository at this commit. Where another deployment is under way, it waits in the queue."
      submit={
        chosen
          ? chosen.freeze
            ? `Ask for a hotfix of ${chosen.title}`
            : `Deploy to ${chosen.title}`
          : 'Deploy'
      }
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
            setSent(nothing);
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
          }))}
        />
      )}
      {chosen && (
        <PlanFields
          key={chosen.ref}
          release={release}
          environment={chosen}
          sent={sent}
          onChange={(change) => {
            setSent((before) => ({ ...before, ...change }));
            setUnready(null);
          }}
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

/** The button that deploys a release, with the choice of where and the plan of how. */
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
