import type { FlagConfiguration } from '@throughline/contract';
import { lazy, Suspense, useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Age } from '../../ui/time.tsx';
import { ConfigurationSteps } from './configuration-steps.tsx';
import { FlagRamp } from './flag-ramp.tsx';
import { FlagEvaluations } from './flag-evaluations.tsx';
import { FlagSwitch } from './flag-switch.tsx';
import { configurationOf, type FlagView } from './flag-types.ts';
import { FlagVersions } from './flag-versions.tsx';
import { PendingChanges } from './pending-changes.tsx';
import { TakeFrom } from './take-from.tsx';
import { WhoSees } from './who-sees.tsx';

const ConfigurationEditor = lazy(async () => ({
  default: (await import('./configuration-editor.tsx')).ConfigurationEditor,
}));

/** A flag in one environment: its switch, how it decides, who would see it, earlier versions. */
export function FlagEnvironment({
  flag,
  environment,
}: {
  readonly flag: FlagView;
  readonly environment: string;
}) {
  const read = useRead('flags.getFlagConfiguration', { params: { id: flag.ref, environment } });
  const [start, setStart] = useState<FlagConfiguration>();
  const [from, setFrom] = useState<{ ref: string; title: string }>();
  if (read.error) {
    return <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />;
  }
  const present = read.data;
  if (present?.environment.ref !== environment) return <Skeleton lines={8} />;
  const archived = flag.state === 'archived';
  const others = flag.environments.flatMap((one) =>
    one.environment.ref === environment ? [] : [one.environment],
  );
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <FlagSwitch flag={flag} present={present} disabled={archived || start !== undefined} />
        {present.environment.production && <Badge tone="strong">Production</Badge>}
        <span className="text-xs text-tertiary">
          <Mono>r{present.revision}</Mono>
          {present.changedAt !== null && (
            <>
              {' '}
              changed <Age at={present.changedAt} /> by {present.changedBy}
            </>
          )}
        </span>
      </div>
      {start ? (
        <Suspense fallback={<Skeleton lines={8} />}>
          <ConfigurationEditor
            flag={flag}
            present={present}
            start={start}
            onDone={() => setStart(undefined)}
          />
        </Suspense>
      ) : (
        <>
          <Section
            title="How it decides"
            level={3}
            actions={
              !archived && (
                <>
                  {others.length > 0 && (
                    <Menu
                      trigger={
                        <Button size="sm" icon="copy">
                          Take from
                        </Button>
                      }
                      align="end"
                      groups={[
                        {
                          acts: others.map((one) => ({
                            label: one.title,
                            onSelect: () => setFrom(one),
                          })),
                        },
                      ]}
                    />
                  )}
                  <Button size="sm" icon="edit" onClick={() => setStart(configurationOf(present))}>
                    Edit
                  </Button>
                </>
              )
            }
          >
            <ConfigurationSteps configuration={present} variations={flag.variations} />
          </Section>
          <PendingChanges flag={flag} present={present} onEdit={archived ? undefined : setStart} />
          <FlagRamp flag={flag} present={present} disabled={archived} />
          <WhoSees flag={flag.ref} environment={environment} />
          <FlagEvaluations flag={flag.ref} environment={environment} />
          <FlagVersions
            flag={flag.ref}
            environment={environment}
            variations={flag.variations}
            revision={present.revision}
            onRestore={archived ? undefined : setStart}
          />
        </>
      )}
      {from && (
        <TakeFrom
          flag={flag}
          present={present}
          from={from}
          onTake={(configuration) => {
            setFrom(undefined);
            setStart(configuration);
          }}
          onClose={() => setFrom(undefined)}
        />
      )}
    </div>
  );
}
