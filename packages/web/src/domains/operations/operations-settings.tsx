import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Section } from '../../ui/section.tsx';
import { AlertSources } from './alert-sources.tsx';
import { PostmortemTemplate } from './postmortem-template.tsx';
import { securitySeverityOptions } from './words.ts';

type Severity = (typeof securitySeverityOptions)[number]['value'];
type Days = Readonly<Record<Severity, number>>;

function DeadlineDialog({ days, onClose }: { readonly days: Days; readonly onClose: () => void }) {
  const set = useWrite('operations.setFindingPolicy');
  const [given, setGiven] = useState<Readonly<Record<Severity, number | null>>>(days);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Deadlines of security findings"
      description="Deadlines of open findings move with them. An administrator sets this."
      submit="Set"
      busy={set.isPending}
      error={set.error}
      onSubmit={() => {
        const { critical, high, medium, low } = given;
        return set.mutateAsync({
          body: {
            days: {
              critical: critical ?? 0,
              high: high ?? 0,
              medium: medium ?? 0,
              low: low ?? 0,
            },
          },
        });
      }}
    >
      {securitySeverityOptions.map(({ value, label }) => (
        <NumberField
          key={value}
          label={label}
          required
          min={1}
          max={3650}
          unit="days"
          value={given[value]}
          onValueChange={(count) => setGiven({ ...given, [value]: count })}
        />
      ))}
    </FormDialog>
  );
}

function Deadlines() {
  const policy = useRead('operations.getFindingPolicy', {});
  const [setting, setSetting] = useState(false);
  const days = policy.data?.days;
  return (
    <Section
      title="Deadlines of security findings"
      actions={
        <Button size="sm" icon="edit" disabled={!days} onClick={() => setSetting(true)}>
          Set the deadlines
        </Button>
      }
    >
      {policy.error && <ErrorState problem={shownProblem(policy.error)} compact />}
      {days && (
        <DescriptionList
          wide
          entries={securitySeverityOptions.map(({ value, label }) => ({
            term: label,
            value: `within ${days[value]} days`,
          }))}
        />
      )}
      {setting && days && <DeadlineDialog days={days} onClose={() => setSetting(false)} />}
    </Section>
  );
}

/** Who may open incidents from outside, by when findings are to be fixed, what postmortems ask. */
export function OperationsSettings() {
  return (
    <>
      <AlertSources />
      <Deadlines />
      <PostmortemTemplate />
    </>
  );
}
