import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useList, useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { Status } from '../../ui/status.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { Guard, type KeyResultRow } from './columns.tsx';
import { amount, percent, staleWord } from './words.ts';

/** One key result of the flow: last value and trend, then value, confidence, comment, next. */
export function CheckInCard({
  keyResult,
  onDone,
  onSkip,
}: {
  readonly keyResult: KeyResultRow;
  readonly onDone: () => void;
  readonly onSkip: () => void;
}) {
  const write = useWrite('strategy.checkIn');
  const history = useList('strategy.listCheckIns', {
    params: { id: keyResult.ref },
    query: { limit: 12 },
  });
  const detail = useRead('strategy.getKeyResult', { params: { id: keyResult.ref } });
  const breached = detail.data?.breached ?? [];
  const form = useRef<HTMLFormElement>(null);
  const [value, setValue] = useState(keyResult.current);
  const [confidence, setConfidence] = useState<number | null>(keyResult.confidence);
  const [comment, setComment] = useState('');
  // Whoever comes to the next one types its value at once.
  useEffect(() => {
    const first = form.current?.querySelector('input');
    first?.focus();
    first?.select();
  }, []);
  const trend = history.items.map((row) => row.value).toReversed();
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (write.isPending) return;
    try {
      await write.mutateAsync({
        params: { id: keyResult.ref },
        body: {
          confidence: confidence ?? Number.NaN,
          comment,
          ...(value === null ? {} : { value }),
        },
      });
      onDone();
    } catch {
      // The problem is shown below; the words stay in the fields.
    }
  };
  return (
    <form
      ref={form}
      aria-label={`Check in ${keyResult.title}`}
      className="flex max-w-3xl flex-col gap-4"
      onSubmit={(event) => void send(event)}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-md font-semibold">
          <EntityLink entity={keyResult} />
        </h2>
        {keyResult.stale && <Badge tone="strong">{staleWord(keyResult)}</Badge>}
        {keyResult.guard && <Guard of={keyResult} />}
      </div>
      {breached.length > 0 && (
        <p className="flex flex-wrap items-center gap-x-2">
          <Status tone="off-track" word="Guardrail breached" plain />
          <EntityLinks entities={breached} />
        </p>
      )}
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-secondary">
        <span className="figures">
          {amount(keyResult.baseline, '').trim()} → {amount(keyResult.target, keyResult.unit)}
        </span>
        <span>
          {keyResult.checkedInOn === null ? (
            'No check-in yet'
          ) : (
            <>
              Last: {amount(keyResult.current, keyResult.unit)}, {percent(keyResult.progress)} on{' '}
              <PlainDate date={keyResult.checkedInOn} />
            </>
          )}
        </span>
        {trend.length > 1 && (
          <Sparkline values={trend} label={`Trend, last ${amount(trend.at(-1) ?? null, '')}`} />
        )}
      </p>
      <div className="grid gap-4 md:grid-cols-[1fr_1fr_2fr]">
        <NumberField
          label="Value"
          unit={keyResult.unit}
          value={value}
          hint={keyResult.feed === 'hand' ? undefined : 'From its source; another needs a comment.'}
          onValueChange={setValue}
          error={faultOf(write.error, 'value')}
        />
        <NumberField
          label="Confidence"
          hint="0 to 10"
          required
          min={0}
          max={10}
          decimals={0}
          value={confidence}
          onValueChange={setConfidence}
          error={faultOf(write.error, 'confidence')}
        />
        <TextField
          label="Comment"
          required={keyResult.feed !== 'hand' && value !== keyResult.current}
          value={comment}
          onValueChange={setComment}
          error={faultOf(write.error, 'comment')}
        />
      </div>
      {write.error && <ErrorState problem={shownProblem(write.error)} compact />}
      <div className="flex gap-2">
        <Button tone="primary" type="submit" busy={write.isPending}>
          Check in and next
        </Button>
        <Button onClick={onSkip}>Skip</Button>
      </div>
    </form>
  );
}
