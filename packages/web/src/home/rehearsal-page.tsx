import { useEffect, useState } from 'react';
import { shownProblem } from '../api/problem.ts';
import { useRead, useWrite } from '../api/use-operation.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Progress } from '../ui/progress.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { Section } from '../ui/section.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

const sizes = {
  small: { people: 40, months: 3, label: 'Small', hint: '40 people, 3 months: a few minutes' },
  middle: { people: 200, months: 6, label: 'Middle', hint: '200 people, 6 months' },
  large: { people: 1000, months: 12, label: 'Large', hint: '1,000 people, a year' },
} as const;

type SizeName = keyof typeof sizes;

function ChooseSize() {
  const create = useWrite('rehearsal.createRehearsal');
  const [size, setSize] = useState<SizeName>('small');
  const [seed, setSeed] = useState<number | null>(7);
  return (
    <Section title="Generate one">
      <div className="flex max-w-[40rem] flex-col gap-4">
        <RadioGroup
          label="Size"
          value={size}
          onValueChange={setSize}
          options={Object.entries(sizes).map(([value, { label, hint }]) => ({
            value: value as SizeName,
            label,
            hint,
          }))}
        />
        <NumberField
          label="Seed"
          hint="The same seed makes the same organisation."
          min={0}
          max={4_294_967_295}
          value={seed}
          onValueChange={setSeed}
        />
        {create.error && <ErrorState problem={shownProblem(create.error)} />}
        <div>
          <Button
            tone="primary"
            icon="play"
            busy={create.isPending}
            onClick={() => {
              const { people, months } = sizes[size];
              create.mutate({ body: { people, months, seed: seed ?? 7 } });
            }}
          >
            Generate
          </Button>
        </div>
      </div>
    </Section>
  );
}

function Remove() {
  const remove = useWrite('rehearsal.removeRehearsal');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="trash" onClick={() => setOpen(true)}>
        Remove
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Remove the rehearsal organisation?"
        confirmLabel="Remove"
        danger
        busy={remove.isPending}
        problem={remove.error ? shownProblem(remove.error) : undefined}
        onConfirm={() => remove.mutate({}, { onSuccess: () => setOpen(false) })}
      >
        Its server ends, its database and its files are deleted. Nothing of it was ever in this
        organisation.
      </ConfirmDialog>
    </>
  );
}

function Enter() {
  const enter = useWrite('rehearsal.enterRehearsal');
  return (
    <>
      <Button
        tone="primary"
        icon="external"
        busy={enter.isPending}
        onClick={() =>
          enter.mutate({}, { onSuccess: ({ signInLink }) => location.assign(signInLink) })
        }
      >
        Go there
      </Button>
      {enter.error && <ErrorState problem={shownProblem(enter.error)} />}
    </>
  );
}

/** The rehearsal organisation: how large it shall be, how far it is, the way in, and its end. */
export function RehearsalPage() {
  const rehearsal = useRead('rehearsal.getRehearsal', {});
  const { data } = rehearsal;
  const state = data?.state;
  const { refetch } = rehearsal;
  useEffect(() => {
    if (state !== 'generating') return undefined;
    const timer = setInterval(() => void refetch(), 2_000);
    return () => clearInterval(timer);
  }, [state, refetch]);
  return (
    <>
      <PageHeader
        title="Rehearsal organisation"
        description="A fictional company to play with, beside this one, in a database of its own."
      />
      {rehearsal.error && (
        <ErrorState problem={shownProblem(rehearsal.error)} onRetry={() => void refetch()} />
      )}
      {rehearsal.isPending && <Skeleton lines={4} />}
      {data?.possible === false && <p>This is the rehearsal: it has none of its own.</p>}
      {data?.possible && state === 'none' && <ChooseSize />}
      {state === 'generating' && (
        <Section title="It is being generated" actions={<Remove />}>
          <Progress label={data?.says ?? ''} value={data?.progress ?? 0} max={1} />
        </Section>
      )}
      {state === 'ready' && (
        <Section title="It is ready" actions={<Remove />}>
          <p className="mb-3 text-secondary">
            {data?.people} people, {data?.months} months, seed {data?.seed}. It opens at{' '}
            <span className="figures">{data?.address}</span>, and signs you in by itself.
          </p>
          <Enter />
        </Section>
      )}
      {state === 'failed' && (
        <>
          <Section title="It could not be generated" actions={<Remove />}>
            <pre className="overflow-x-auto text-xs whitespace-pre-wrap">{data?.says}</pre>
          </Section>
          <ChooseSize />
        </>
      )}
    </>
  );
}
