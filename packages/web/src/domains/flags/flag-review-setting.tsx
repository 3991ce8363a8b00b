import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { Section } from '../../ui/section.tsx';
import { Switch } from '../../ui/switch.tsx';
import { toast } from '../../ui/toast.ts';
import type { Environment } from './environment-tabs.tsx';

/** Whether changes of flags in an environment wait for another person. */
export function FlagReviewSetting({ environment }: { readonly environment: Environment }) {
  const read = useRead('flags.getFlagReview', { params: { environment: environment.ref } });
  const set = useWrite('flags.setFlagReview');
  if (!read.data) return null;
  const { required, revision } = read.data;
  return (
    <Section title="Review" level={3} note="Turning a flag off never waits.">
      <Switch
        label={
          required
            ? 'Another person reviews every change'
            : 'Whoever may change a flag changes it at once'
        }
        checked={required}
        disabled={set.isPending}
        onCheckedChange={(to) =>
          set.mutate(
            {
              params: { environment: environment.ref },
              body: { required: to },
              ifMatch: revision,
            },
            {
              onError: (error) => {
                const { title, detail } = shownProblem(error);
                toast({ title, detail, tone: 'failed' });
              },
            },
          )
        }
      />
    </Section>
  );
}
