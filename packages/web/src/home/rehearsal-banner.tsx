import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { shownProblem } from '../api/problem.ts';
import { useRead, useWrite } from '../api/use-operation.ts';
import { useIdentity } from '../access/session.ts';
import { FormDialog } from '../entity/form-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { present, presentMs, setPresent } from '../ui/present.ts';
import { PlainDate } from '../ui/time.tsx';
import { toast } from '../ui/toast.ts';

const dayMs = 86_400_000;
const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Says on every page that all of this is fictional, and moves its clock. */
export function RehearsalBanner() {
  const identity = useIdentity();
  const queries = useQueryClient();
  const home = useRead('platform.getHome', {});
  const move = useWrite('rehearsal.moveClock');
  const [open, setOpen] = useState(false);
  const [until, setUntil] = useState('');

  const moveTo = async (to: Date) => {
    const { now } = await move.mutateAsync({ body: { to: to.toISOString() } });
    setPresent(now);
    await queries.invalidateQueries();
  };
  const moveBy = async (days: number) => {
    try {
      await moveTo(new Date(presentMs() + days * dayMs));
    } catch (error) {
      toast({ ...shownProblem(error), tone: 'failed' });
    }
  };

  return (
    <section
      aria-label="Rehearsal"
      className="hairline-b flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2 text-sm lg:px-6"
    >
      <p className="min-w-0 flex-1 basis-72">
        <strong className="font-semibold">Fictional.</strong> No person, company or figure here is
        real.{' '}
        {home.data && (
          <>
            By the rehearsal’s clock it is <PlainDate date={home.data.today} weekday />.
          </>
        )}
      </p>
      {identity.administrator && (
        <div className="flex flex-wrap gap-2" data-print="hide">
          <Button size="sm" busy={move.isPending} onClick={() => void moveBy(1)}>
            Next day
          </Button>
          <Button size="sm" busy={move.isPending} onClick={() => void moveBy(7)}>
            Next week
          </Button>
          <Button
            size="sm"
            icon="calendar"
            disabled={move.isPending}
            onClick={() => {
              setUntil(dateOf(presentMs() + 14 * dayMs));
              setOpen(true);
            }}
          >
            Move to…
          </Button>
        </div>
      )}
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Move the clock"
        description="It only goes forward. What falls due on the way happens: packs freeze, check-ins grow old, gates time out. A month takes about a minute."
        submit="Move"
        busy={move.isPending}
        error={move.error}
        onSubmit={() => moveTo(new Date(`${until}T${present().toISOString().slice(11)}`))}
      >
        <DateField
          label="To"
          required
          min={dateOf(presentMs() + dayMs)}
          max={dateOf(presentMs() + 99 * dayMs)}
          value={until}
          onValueChange={setUntil}
        />
      </FormDialog>
    </section>
  );
}
