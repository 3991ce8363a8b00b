import { useState } from 'react';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { DeploymentActDialog, type DeploymentAsk, type Sent } from './deployment-act-dialog.tsx';
import { questionOf } from './deployment-words.ts';
import type { DeploymentView } from './release-types.ts';

type Act = DeploymentView['can'][number];

/** The acts in the order in which their buttons stand; the first that can be done is the primary. */
const order: readonly Act[] = [
  'approve',
  'approve-hotfix',
  'done',
  'settle',
  'retry',
  'skip',
  'roll-back',
  'cancel',
];

const labels: Readonly<Record<Act, string>> = {
  approve: 'Approve',
  'approve-hotfix': 'Approve the hotfix',
  done: 'Say that it is done',
  settle: 'Say what became of it',
  retry: 'Retry the step',
  skip: 'Skip the step',
  'roll-back': 'Roll back',
  cancel: 'Cancel',
};

function askOf(act: Act, deployment: DeploymentView, production: boolean): DeploymentAsk {
  const place = deployment.environment.title;
  const { version } = deployment.release;
  const phrase = production ? version : undefined;
  switch (act) {
    case 'approve':
      return {
        title: 'Approve this step?',
        description: questionOf(deployment) ?? `The deployment of ${version} to ${place} goes on.`,
        submit: 'Approve',
        text: { label: 'Note', field: 'note', required: false },
        phrase,
      };
    case 'approve-hotfix':
      return {
        title: 'Let this hotfix pass the freeze?',
        description: `${deployment.requestedBy}: ${deployment.hotfix?.reason ?? ''}`,
        submit: 'Approve the hotfix',
        text: { label: 'Note', field: 'note', required: false },
        phrase,
      };
    case 'done':
      return {
        title: 'What became of it?',
        description: questionOf(deployment) ?? 'A person does this step.',
        submit: 'Say so',
        asks: 'outcome',
        text: { label: 'What you did', field: 'note', required: true },
      };
    case 'settle':
      return {
        title: 'What became of the step?',
        description: questionOf(deployment) ?? 'Its worker was lost while it ran.',
        submit: 'Say so',
        asks: 'lost',
        text: { label: 'How you know', field: 'reason', required: false },
        phrase,
      };
    case 'retry':
      return {
        title: 'Run the step again?',
        description: `The deployment of ${version} to ${place} goes on from there.`,
        submit: 'Retry the step',
        phrase,
      };
    case 'skip':
      return {
        title: 'Go on without the step?',
        description: `The deployment of ${version} to ${place} goes on with the next step.`,
        submit: 'Skip the step',
        text: { label: 'Reason', field: 'reason', required: true },
        phrase,
      };
    case 'roll-back':
      return {
        title: `Roll back ${place}?`,
        description: `The pipeline’s rollback steps run. ${
          deployment.lastGood
            ? `${deployment.lastGood.version} ran there before.`
            : 'No release ran well there before.'
        }`,
        submit: 'Roll back',
        rollsBack: {
          waves: deployment.waves.length > 1,
          migration: deployment.steps.some(
            ({ migration, state }) => migration === 'irreversible' && state !== 'waiting',
          ),
        },
        text: { label: 'Reason', field: 'reason', required: false },
        phrase,
      };
    case 'cancel':
      return {
        title: 'Cancel this deployment?',
        description: 'A command that runs is ended first. What it did so far stays done.',
        submit: 'Cancel the deployment',
        text: { label: 'Reason', field: 'reason', required: false },
      };
  }
}

/** The buttons for what can be done with a deployment now; production asks for a typed version. */
export function DeploymentActs({ deployment }: { readonly deployment: DeploymentView }) {
  const environment = useRead('release.getEnvironment', {
    params: { id: deployment.environment.ref },
  });
  const approve = useWrite('release.approveStep');
  const settle = useWrite('release.settleStep');
  const retry = useWrite('release.retryStep');
  const skip = useWrite('release.skipStep');
  const rollBack = useWrite('release.rollBack');
  const cancel = useWrite('release.cancelDeployment');
  const hotfix = useWrite('release.approveHotfix');
  const done = useWrite('release.completeManualStep');
  const writes = {
    'approve-hotfix': hotfix,
    done,
    approve,
    settle,
    retry,
    skip,
    'roll-back': rollBack,
    cancel,
  } as const;
  const [open, setOpen] = useState<Act>();
  const params = { id: deployment.ref };
  const send = (act: Act, { text, answer, waves, despiteMigration }: Sent): Promise<unknown> => {
    switch (act) {
      case 'approve':
        return approve.mutateAsync({ params, body: { note: text } });
      case 'approve-hotfix':
        return hotfix.mutateAsync({ params, body: { note: text } });
      case 'done': {
        const outcome = answer === 'failed' ? 'failed' : 'done';
        return done.mutateAsync({ params, body: { outcome, note: text } });
      }
      case 'settle':
        return settle.mutateAsync({ params, body: { answer, reason: text } });
      case 'retry':
        return retry.mutateAsync({ params });
      case 'skip':
        return skip.mutateAsync({ params, body: { reason: text } });
      case 'roll-back':
        return rollBack.mutateAsync({
          params,
          body: { reason: text, despiteMigration, ...(waves === 'plan' ? {} : { waves }) },
        });
      case 'cancel':
        return cancel.mutateAsync({ params, body: { reason: text } });
    }
  };
  const possible = order.filter((act) => deployment.can.includes(act));
  return (
    <>
      {possible.map((act, at) => (
        <Button
          key={act}
          tone={
            act === 'cancel' || act === 'roll-back' ? 'danger' : at === 0 ? 'primary' : 'default'
          }
          disabled={environment.data === undefined}
          onClick={() => {
            writes[act].reset();
            setOpen(act);
          }}
        >
          {labels[act]}
        </Button>
      ))}
      {open && environment.data && (
        <DeploymentActDialog
          key={open}
          ask={askOf(open, deployment, environment.data.production)}
          busy={writes[open].isPending}
          error={writes[open].error}
          onSend={(sent) => send(open, sent)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}
