import type { ReactNode } from 'react';
import { useSearchState } from '../../api/use-search-state.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { AttemptLog } from './attempt-log.tsx';
import { stepKindWords } from './deployment-words.ts';
import type { AttemptView, DeploymentView, StepView, WaveView } from './release-types.ts';
import { StepStatus } from './step-status.tsx';

/** Kinds whose words are a person's, not a machine's. */
const spoken: ReadonlySet<string> = new Set(['approval', 'manual', 'soak', 'figure', 'gate']);

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
            <Badge>{stepKindWords[step.kind]}</Badge>
            {step.phase === 'rollback' && step.wave !== null && (
              <span className="text-xs text-tertiary">Wave {step.wave + 1}</span>
            )}
            {step.migration !== null && (
              <Badge tone={step.migration === 'irreversible' ? 'strong' : 'plain'}>
                {step.migration === 'irreversible' ? 'Migration, no way back' : 'Migration'}
              </Badge>
            )}
            {step.kind === 'command' && step.repeatable && (
              <span className="text-xs text-tertiary">May run twice</span>
            )}
          </div>
          <p
            className={
              spoken.has(step.kind)
                ? 'text-secondary'
                : 'font-mono text-xs break-all text-secondary'
            }
          >
            {step.does}
          </p>
          {step.secrets.length > 0 && (
            <p className="text-xs text-tertiary">With the secrets {step.secrets.join(', ')}</p>
          )}
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

function Wave({
  wave,
  at,
  of,
  children,
}: {
  readonly wave: WaveView;
  readonly at: number;
  readonly of: number;
  readonly children: ReactNode;
}) {
  return (
    <li className="flex flex-col gap-1 border-l-2 border-line pl-4" aria-label={wave.name}>
      <h3 className="flex flex-wrap items-baseline gap-x-3 font-medium">
        <span className="text-tertiary">
          Wave {at + 1} of {of}
        </span>
        {wave.name}
        <StepStatus state={wave.state} />
      </h3>
      {wave.says !== '' && <p className="text-secondary">{wave.says}</p>}
      {children}
    </li>
  );
}

/** The steps of a deployment, wave by wave; the log that is open stands in the URL. */
export function DeploymentSteps({ deployment }: { readonly deployment: DeploymentView }) {
  const [search, change] = useSearchState();
  const { steps, waves } = deployment;
  const shown = search['attempt'] ?? attemptOfNote(steps);
  const show = (attempt: string) => change({ attempt: attempt === shown ? 'none' : attempt });
  const forward = steps.filter(({ phase }) => phase === 'deploy');
  const rollback = steps.filter(({ phase }) => phase === 'rollback');
  // Steps of a rollback that nobody asked for would only look like work to come.
  const rolled = rollback.some(({ state }) => state !== 'waiting');
  const of = (wave: number | null) => forward.filter((step) => step.wave === wave);
  const digest = deployment.pipelineDigest.replace('sha256:', '').slice(0, 12);
  const strategy = deployment.strategy === null ? '' : `, strategy ${deployment.strategy}`;
  return (
    <>
      <Section title="Steps" note={`Pipeline ${digest}${strategy}`}>
        {of(null).length > 0 && <Steps steps={of(null)} shown={shown} onShow={show} />}
        {waves.length > 0 && (
          <ol className="mt-4 flex flex-col gap-6">
            {waves.map((wave, at) => (
              <Wave key={wave.name} wave={wave} at={at} of={waves.length}>
                <Steps steps={of(at)} shown={shown} onShow={show} />
              </Wave>
            ))}
          </ol>
        )}
      </Section>
      {rolled && (
        <Section title="Rollback">
          <Steps steps={rollback} shown={shown} onShow={show} />
        </Section>
      )}
    </>
  );
}
