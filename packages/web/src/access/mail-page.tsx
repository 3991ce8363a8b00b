import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../api/problem.ts';
import { useRead, useWrite } from '../api/use-operation.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { Select } from '../ui/select.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Switch, type SwitchProps } from '../ui/switch.tsx';
import { MailDelivery } from './mail-delivery.tsx';
import { useIdentity } from './session.ts';

type Preferences = OutputOf<OperationOf<'mail.getMailPreferences'>>;

const digests = [
  { value: 'none', label: 'Never' },
  { value: 'daily', label: 'Every working day' },
  { value: 'weekly', label: 'Once a week' },
] as const;

const hours = Array.from({ length: 21 }, (_, hour) => ({
  value: `${hour}`,
  label: `${`${hour}`.padStart(2, '0')}:00`,
}));

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map(
  (label, index) => ({ value: `${index + 1}`, label }),
);

function Choice({ says, ...choice }: SwitchProps & { readonly says: string }) {
  return (
    <div>
      <Switch {...choice} />
      <p className="text-secondary">{says}</p>
    </div>
  );
}

function Choices({ preferences }: { readonly preferences: Preferences }) {
  const change = useWrite('mail.changeMailPreferences');
  // What was just chosen shows at once; what the server says of it follows.
  const shown = { ...preferences, ...(change.isPending ? change.variables?.body : {}) };
  const choose = (body: NonNullable<Parameters<typeof change.mutate>[0]['body']>) =>
    change.mutate({ body });
  return (
    <Section
      title="What I get"
      note={
        <>
          at {preferences.address}, in the time of {preferences.timeZone}
        </>
      }
    >
      {!preferences.configured && (
        <p className="text-secondary">
          This installation sends no mail yet. What you choose holds once it does.
        </p>
      )}
      <Choice
        label="Invitations to the reviews that I attend"
        says="From four weeks ahead, into your calendar. Those that you have are kept up to date either way."
        checked={shown.invitations ?? true}
        onCheckedChange={(invitations) => choose({ invitations })}
      />
      <Choice
        label="Sections that await my comment"
        says="When it is asked for, and once more the day before the pack freezes."
        checked={shown.asks ?? true}
        onCheckedChange={(asks) => choose({ asks })}
      />
      <div className="grid max-w-[40rem] gap-4 sm:grid-cols-3">
        <Select
          label="Digest"
          hint="What waits for you and which reviews come. With nothing to say, none."
          options={digests}
          value={shown.digest ?? 'weekly'}
          onValueChange={(digest) => choose({ digest })}
        />
        {shown.digest !== 'none' && (
          <Select
            label="From"
            options={hours}
            value={`${shown.digestHour}`}
            onValueChange={(hour) => choose({ digestHour: Number(hour) })}
          />
        )}
        {shown.digest === 'weekly' && (
          <Select
            label="On"
            options={weekdays}
            value={`${shown.digestWeekday}`}
            onValueChange={(weekday) => choose({ digestWeekday: Number(weekday) })}
          />
        )}
      </div>
      {change.error && <ErrorState problem={shownProblem(change.error)} compact />}
    </Section>
  );
}

/** Which mail one gets; for administrators also how mail gets on. */
export function MailPage() {
  const me = useIdentity();
  const preferences = useRead('mail.getMailPreferences', {});
  return (
    <>
      <PageHeader
        title="Mail"
        description="Invitations, questions and a digest, sent by this installation."
      />
      <div className="flex flex-col gap-8">
        {preferences.error && (
          <ErrorState
            problem={shownProblem(preferences.error)}
            onRetry={() => void preferences.refetch()}
          />
        )}
        {preferences.data && <Choices preferences={preferences.data} />}
        {preferences.isPending && <Skeleton lines={6} />}
        {me.administrator && <MailDelivery />}
      </div>
    </>
  );
}
