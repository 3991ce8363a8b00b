import type { FlagConfiguration } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ConfigurationSteps } from './configuration-steps.tsx';
import { configurationOf, type FlagInEnvironment, type FlagView } from './flag-types.ts';

/** Shows how a flag decides in another environment beside this one, to be taken over from there. */
export function TakeFrom({
  flag,
  present,
  from,
  onTake,
  onClose,
}: {
  readonly flag: FlagView;
  readonly present: FlagInEnvironment;
  /** The other environment. */
  readonly from: { readonly ref: string; readonly title: string };
  readonly onTake: (configuration: FlagConfiguration) => void;
  readonly onClose: () => void;
}) {
  const read = useRead('flags.getFlagConfiguration', {
    params: { id: flag.ref, environment: from.ref },
  });
  const theirs = read.data && configurationOf(read.data);
  const here = configurationOf(present);
  const same = theirs && JSON.stringify({ ...theirs, on: here.on }) === JSON.stringify(here);
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={onClose}
      title={`From ${from.title} to ${present.environment.title}`}
      description={
        same
          ? 'It decides the same in both. Only the switches may differ.'
          : 'You may still change it before it is saved. The switch stays as it is here.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            disabled={!theirs || same === true}
            onClick={() => {
              if (theirs) onTake({ ...theirs, on: here.on });
            }}
          >
            Edit from this
          </Button>
        </>
      }
    >
      {read.error && <ErrorState problem={shownProblem(read.error)} />}
      {!theirs && !read.error && <Skeleton lines={6} />}
      {theirs && (
        <div className="grid gap-4 md:grid-cols-2">
          <div>
            <p className="text-xs text-tertiary">{present.environment.title}, now</p>
            <ConfigurationSteps configuration={here} variations={flag.variations} />
          </div>
          <div>
            <p className="text-xs text-tertiary">{from.title}</p>
            <ConfigurationSteps configuration={theirs} variations={flag.variations} />
          </div>
        </div>
      )}
    </Dialog>
  );
}
