import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { percent } from './words.ts';

type Objective = OutputOf<OperationOf<'strategy.getObjective'>>;

function Form({
  objective,
  onClose,
}: {
  readonly objective: Objective;
  readonly onClose: () => void;
}) {
  const write = useWrite('strategy.setWeights');
  const serving = [...objective.objectives, ...objective.keyResults];
  const [weights, setWeights] = useState<Readonly<Record<string, number | null>>>(
    objective.weights,
  );
  const [revision] = useState(objective.revision);
  const weightOf = (ref: string) => weights[ref] ?? 1;
  const sum = serving.reduce((total, { ref }) => total + weightOf(ref), 0);
  const scale = (whole: number) =>
    setWeights(
      Object.fromEntries(
        serving.map(({ ref }) => {
          const share = sum === 0 ? 1 / serving.length : weightOf(ref) / sum;
          return [ref, Math.round(share * whole * 100) / 100];
        }),
      ),
    );
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Weights below ${objective.title}`}
      description="The objective’s progress is the mean of what serves it, by these weights. Any ratio will do; 0 leaves one out."
      submit="Weigh"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutateAsync({
          params: { id: objective.ref },
          body: { weights: serving.map(({ ref }) => ({ from: ref, weight: weightOf(ref) })) },
          ifMatch: revision,
        })
      }
    >
      {serving.map(({ ref, title }) => (
        <NumberField
          key={ref}
          label={title}
          hint={sum === 0 ? 'Not scored' : `${percent(weightOf(ref) / sum)} of the score`}
          min={0}
          max={1000}
          value={weights[ref] ?? null}
          onValueChange={(weight) => setWeights({ ...weights, [ref]: weight })}
        />
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <p role="status" className="figures grow">
          Together {Math.round(sum * 100) / 100}
        </p>
        <Button size="sm" onClick={() => scale(100)}>
          Scale to 100
        </Button>
        <Button
          size="sm"
          onClick={() => setWeights(Object.fromEntries(serving.map(({ ref }) => [ref, 1])))}
        >
          All alike
        </Button>
      </div>
    </FormDialog>
  );
}

/** Weighs what serves an objective. */
export function WeightsDialog({
  objective: ref,
  onClose,
}: {
  readonly objective: string;
  readonly onClose: () => void;
}) {
  const { data } = useRead('strategy.getObjective', { params: { id: ref } });
  if (data) return <Form objective={data} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={onClose} title="Weights">
      <Skeleton lines={3} />
    </Dialog>
  );
}
