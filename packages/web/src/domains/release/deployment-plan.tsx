import type { Obstacle } from '@throughline/contract';
import { Badge } from '../../ui/badge.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { stepKindWords } from './deployment-words.ts';
import type { DeploymentPlan as Plan } from './release-types.ts';

const passes: Readonly<Record<Obstacle, string>> = {
  warning: 'Deploy in spite of the warning',
  'held-back': 'Deploy what was rolled back here',
  reverted: 'Deploy what was taken back later',
  'not-promoted': 'Deploy before it ran there',
};

function Steps({
  steps,
  phase,
}: {
  readonly steps: Plan['steps'];
  readonly phase: 'deploy' | 'rollback';
}) {
  const shown = steps.filter((step) => step.phase === phase);
  return (
    <ol className="flex flex-col">
      {shown.map((step, at) => (
        <li key={`${step.name} ${at}`} className="flex flex-wrap items-baseline gap-x-2">
          <span>{step.name}</span>
          <span className="text-xs text-tertiary">{stepKindWords[step.kind]}</span>
          {step.migration !== null && (
            <Badge tone={step.migration === 'irreversible' ? 'strong' : 'plain'}>
              {step.migration === 'irreversible' ? 'Migration, no way back' : 'Migration'}
            </Badge>
          )}
        </li>
      ))}
    </ol>
  );
}

/** What a deployment will do, in the words of its pipeline: wave by wave. */
export function DeploymentPlan({ plan }: { readonly plan: Plan }) {
  if (plan.fault !== null) return <p className="text-secondary">{plan.fault}</p>;
  return (
    <section aria-label="Plan" className="flex flex-col gap-3 border-l-2 border-line pl-4">
      <Steps steps={plan.steps} phase="deploy" />
      {plan.waves.length > 0 && (
        <ol className="flex flex-col gap-3">
          {plan.waves.map((wave, at) => (
            <li key={wave.name}>
              <p className="font-medium">
                <span className="text-tertiary">Wave {at + 1}</span> {wave.name}
              </p>
              {wave.says !== '' && <p className="text-secondary">{wave.says}</p>}
              <Steps steps={wave.steps} phase="deploy" />
            </li>
          ))}
        </ol>
      )}
      <p className="text-secondary">{plan.onFailure}</p>
    </section>
  );
}

/** What stands in the way, each with the act that passes it, where there is one. */
export function PlanObstacles({
  plan,
  passed,
  onPass,
}: {
  readonly plan: Plan;
  readonly passed: ReadonlySet<Obstacle>;
  readonly onPass: (obstacle: Obstacle, pass: boolean) => void;
}) {
  return plan.obstacles.map(({ obstacle, says }) =>
    obstacle === null ? (
      <p key={says} role="status" className="border-l-2 border-off-track pl-3 font-medium">
        {says}
      </p>
    ) : (
      <Checkbox
        key={says}
        label={passes[obstacle]}
        hint={says}
        checked={passed.has(obstacle)}
        onCheckedChange={(pass) => onPass(obstacle, pass)}
      />
    ),
  );
}
