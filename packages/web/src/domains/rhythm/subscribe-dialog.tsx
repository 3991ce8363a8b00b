import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Age } from '../../ui/time.tsx';

const scopes = [
  {
    value: 'person',
    label: 'My reviews',
    hint: 'What I lead, decide in, or attend; and my actions, on the days that they are due.',
  },
  { value: 'unit', label: 'A unit’s', hint: 'It and the units below it.' },
  { value: 'cadence', label: 'One cadence’s' },
  { value: 'all', label: 'All reviews' },
] as const;

type Scope = (typeof scopes)[number]['value'];

function Feeds() {
  const { data } = useRead('rhythm.listFeeds', {});
  const revoke = useWrite('rhythm.revokeFeed');
  if (!data || data.items.length === 0) return null;
  return (
    <section className="flex flex-col gap-2 border-t border-line pt-3" aria-labelledby="own-feeds">
      <h3 id="own-feeds" className="font-semibold">
        Your addresses
      </h3>
      <ul className="flex flex-col gap-2">
        {data.items.map((feed) => (
          <li key={feed.ref} className="flex flex-wrap items-center gap-3">
            <span className="min-w-0 flex-1">{feed.name}</span>
            <span className="text-secondary">
              {feed.lastReadAt === null ? (
                'Never read'
              ) : (
                <>
                  Read <Age at={feed.lastReadAt} />
                </>
              )}
            </span>
            <Button
              size="sm"
              tone="danger"
              onClick={() => revoke.mutate({ params: { id: feed.ref } })}
            >
              Revoke
            </Button>
          </li>
        ))}
      </ul>
      {revoke.error && <ErrorState problem={shownProblem(revoke.error)} compact />}
    </section>
  );
}

/** Makes a secret iCalendar address that a calendar program can subscribe to; revokes old ones. */
export function SubscribeDialog({
  cadence = null,
  onClose,
}: {
  readonly cadence?: ComboboxOption | null;
  readonly onClose: () => void;
}) {
  const create = useWrite('rhythm.createFeed');
  const [of, setOf] = useState<Scope>(cadence ? 'cadence' : 'person');
  const [unit, setUnit] = useState<ComboboxOption | null>(null);
  const [chosen, setChosen] = useState(cadence);
  const made = create.data;
  const incomplete = (of === 'unit' && !unit) || (of === 'cadence' && !chosen);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Subscribe to the calendar"
      description="Whoever has the address can read these reviews: don’t pass it on. Calendar programs look for news every few hours."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            tone="primary"
            busy={create.isPending}
            disabled={incomplete}
            onClick={() =>
              create.mutate({
                body: {
                  of,
                  ...(of === 'unit' && unit ? { unit: unit.id } : {}),
                  ...(of === 'cadence' && chosen ? { cadence: chosen.id } : {}),
                },
              })
            }
          >
            Make an address
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <RadioGroup label="Which reviews" options={scopes} value={of} onValueChange={setOf} />
        {of === 'unit' && (
          <EntityPicker label="Unit" kind="unit" required value={unit} onValueChange={setUnit} />
        )}
        {of === 'cadence' && (
          <EntityPicker
            label="Cadence"
            kind="cadence"
            required
            value={chosen}
            onValueChange={setChosen}
          />
        )}
        {create.error && <ErrorState problem={shownProblem(create.error)} compact />}
        {made && (
          <div className="flex flex-col gap-1">
            <p>Copy the address of “{made.name}” now: it is not shown again.</p>
            <CodeBlock label="iCalendar address" code={made.address} />
          </div>
        )}
        <Feeds />
      </div>
    </Dialog>
  );
}
