import { useSearchState } from '../../api/use-search-state.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { AttemptLog } from './attempt-log.tsx';
import type { AttemptView, DeploymentView, StepView } from './release-types.ts';
import { StepStatus } from './step-status.tsx';

const kinds = { command: 'Command', http: 'Gate', approval: 'Approval' } as const;

function Attempt({
  attempt,
  step,
  shown,
  onShow,
}: {
  readonly attempt: AttemptView;
  readonly step: StepView;
  readonly shown: boolean;
  readonly onShow: () => void;
}) {
  return (
    <li className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        <span className="text-tertiary">Attempt {attempt.attempt}</span>
        <StepStatus state={attempt.state} />
        {attempt.says !== '' && <span className="text-secondary">{attempt.says}</span>}
        {attempt.startedAt !== null && (
          <span className="text-tertiary">
            {attempt.finishedAt === null ? (
              <>
                began <Age at={attempt.startedAt} />
              </>
            ) : (
              <Instant at={attempt.startedAt} seconds />
            )}
          </span>
        )}
        {attempt.runner !== null && <span className="text-tertiary">on {attempt.runner}</span>}
        {step.kind === 'command' && attempt.startedAt !== null && (
          <Button size="sm" tone="quiet" aria-expanded={shown} onClick={onShow}>
            {shown ? 'Hide log' : 'Log'}
          </Button>
        )}
      </div>
      {shown && (
        <AttemptLog
          key={attempt.ref}
          attempt={attempt.ref}
          label={`Log of ${step.name}, attempt ${attempt.attempt}`}
        />
      )}
    </li>
  );
}

/** The attempt whose log is worth reading first: what runs, else what failed last. */
function attemptOfNote(steps: readonly StepView[]): string | undefined {
  const commands = steps.filter(({ kind }) => kind === 'command');
  const step =
    commands.find(({ state }) => state === 'running') ??
    commands.findLast(({ state }) => state === 'failed');
  return step?.attempts.at(-1)?.ref;
}

function Steps({
  steps,
  shown,
  onShow,
}: {
  readonly steps: readonly StepView[];
  readonly shown: string | undefined;
  readonly onShow: (attempt: string) => void;
}) {
  return (
    <ol className="flex flex-col">
      {steps.map((step, at) => (
        <li key={step.ref} className="hairline-b flex flex-col gap-2 py-2 last:border-b-0">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <span className="figures text-tertiary">{at + 1}</span>
            <span className="font-medium">{step.name}</span>
            <StepStatus state={step.state} />
            <Badge>{kinds[step.kind]}</Badge>
            {step.kind === 'command' && step.repeatable && (
              <span className="text-xs text-tertiary">May run twice</span>
            )}
          </div>
          <p
            className={
              step.kind === 'approval'
                ? 'text-secondary'
                : 'font-mono text-xs break-all text-secondary'
            }
          >
            {step.does}
          </p>
          {step.note !== null && <p>{step.note}</p>}
          {step.attempts.length > 0 && (
            <ul className="flex flex-col gap-1">
              {step.attempts.map((attempt) => (
                <Attempt
                  key={attempt.ref}
                  attempt={attempt}
                  step={step}
                  shown={attempt.ref === shown}
                  onShow={() => onShow(attempt.ref)}
                />
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The steps of a deployment with their attempts; the log that is open stands in the URL. */
export function DeploymentSteps({ deployment }: { readonly deployment: DeploymentView }) {
  const [search, change] = useSearchState();
  const { steps } = deployment;
  const shown = search['attempt'] ?? attemptOfNote(steps);
  const show = (attempt: string) => change({ attempt: attempt === shown ? 'none' : attempt });
  const rollback = steps.filter(({ phase }) => phase === 'rollback');
  // Steps of a rollback that nobody asked for would only look like work to come.
  const rolled = rollback.some(({ state }) => state !== 'waiting');
  return (
    <>
      <Section
        title="Steps"
        note={`Pipeline ${deployment.pipelineDigest.replace('sha256:', '').slice(0, 12)}`}
      >
        <Steps
          steps={steps.filter(({ phase }) => phase === 'deploy')}
          shown={shown}
          onShow={show}
        />
      </Section>
      {rolled && (
        <Section title="Rollback">
          <Steps steps={rollback} shown={shown} onShow={show} />
        </Section>
      )}
    </>
  );
}
