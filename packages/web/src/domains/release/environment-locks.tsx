import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Section } from '../../ui/section.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant } from '../../ui/time.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';
import { momentInZone } from '../../ui/moment-in-zone.ts';
import type { EnvironmentView, LockView } from './release-types.ts';

const kinds: readonly { value: LockView['kind']; label: string; hint: string }[] = [
  { value: 'hard', label: 'Hard', hint: 'Nothing begins here until it ends.' },
  { value: 'warning', label: 'Warning', hint: 'Whoever deploys reads it, and says why they do.' },
];

function NewLock({
  environment,
  onOpenChange,
}: {
  readonly environment: EnvironmentView;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const lock = useWrite('release.lockEnvironment');
  const zone = useTimeZone();
  const [kind, setKind] = useState<LockView['kind']>('hard');
  const [repository, setRepository] = useState<ComboboxOption | null>(null);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={`Lock ${environment.title}`}
      description="What is under way goes on."
      submit="Lock"
      busy={lock.isPending}
      error={lock.error}
      onSubmit={() =>
        lock.mutateAsync({
          params: { id: environment.ref },
          body: {
            kind,
            reason,
            ...(repository ? { repository: repository.id } : {}),
            ...(until === '' ? {} : { until: momentInZone(zone, until) }),
          },
        })
      }
    >
      <RadioGroup label="Kind" options={kinds} value={kind} onValueChange={setKind} />
      <EntityPicker
        label="Repository"
        kind="repository"
        hint="Left empty, for every one."
        value={repository}
        onValueChange={setRepository}
      />
      <TextArea
        label="Reason"
        required
        hint="Whoever wants to deploy reads it."
        value={reason}
        onValueChange={setReason}
        error={faultOf(lock.error, 'reason')}
      />
      <TextField
        label="Until"
        type="datetime-local"
        hint={`In ${zone}. Left empty, until somebody ends it.`}
        value={until}
        onValueChange={setUntil}
        error={faultOf(lock.error, 'until')}
      />
    </FormDialog>
  );
}

function Lock({ lock, onEnd }: { readonly lock: LockView; readonly onEnd: () => void }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <Badge tone={lock.kind === 'hard' ? 'strong' : 'plain'}>
        {lock.rolledBack !== null ? 'Held back' : lock.kind === 'hard' ? 'Hard' : 'Warning'}
      </Badge>
      <span className="font-medium">{lock.reason}</span>
      <span className="text-secondary">
        {lock.repository === null ? 'Every repository' : <EntityLink entity={lock.repository} />},{' '}
        {lock.by}, since <Instant at={lock.since} />
        {lock.until !== null && (
          <>
            , until <Instant at={lock.until} />
          </>
        )}
      </span>
      {lock.rolledBack !== null && (
        <TextLink href={entityAddress(lock.rolledBack)}>What was rolled back</TextLink>
      )}
      <Button size="sm" onClick={onEnd}>
        {lock.rolledBack === null ? 'End the lock' : 'Let it go there again'}
      </Button>
    </li>
  );
}

/** What keeps deployments back from an environment: locks by hand, and what a rollback holds. */
export function EnvironmentLocks({ environment }: { readonly environment: EnvironmentView }) {
  const query = { environment: environment.ref };
  const read = useRead('release.listDeploymentLocks', { query });
  const end = useWrite('release.endDeploymentLock');
  const [locking, setLocking] = useState(false);
  const [ending, setEnding] = useState<LockView>();
  const [reason, setReason] = useState('');
  const locks = read.data?.items ?? [];
  return (
    <Section
      title="Locks"
      actions={
        <Button size="sm" onClick={() => setLocking(true)}>
          Lock
        </Button>
      }
    >
      {read.error && (
        <ErrorState
          compact
          problem={shownProblem(read.error)}
          onRetry={() => void read.refetch()}
        />
      )}
      {read.data && locks.length === 0 && (
        <p className="text-secondary">No lock keeps deployments back.</p>
      )}
      {locks.length > 0 && (
        <ul className="flex flex-col gap-2">
          {locks.map((lock) => (
            <Lock key={lock.ref} lock={lock} onEnd={() => setEnding(lock)} />
          ))}
        </ul>
      )}
      {locking && <NewLock environment={environment} onOpenChange={setLocking} />}
      {ending && (
        <FormDialog
          open
          onOpenChange={() => setEnding(undefined)}
          title={ending.rolledBack === null ? 'End this lock?' : 'Let it go there again?'}
          description={ending.reason}
          submit={ending.rolledBack === null ? 'End the lock' : 'Let it go there again'}
          busy={end.isPending}
          error={end.error}
          onSubmit={async () => {
            await end.mutateAsync({ params: { id: ending.ref }, body: { reason } });
            setReason('');
          }}
        >
          <TextArea label="Reason" value={reason} onValueChange={setReason} />
        </FormDialog>
      )}
    </Section>
  );
}
