import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { useList, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Section } from '../../ui/section.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { DecisionDialog } from './decision-dialog.tsx';
import { DecisionPutOff } from './decision-put-off.tsx';
import type { Review } from './rhythm-types.ts';

type Decision = OutputOf<OperationOf<'decisions.listDecisions'>>['items'][number];

function Confirm({
  decision,
  onClose,
}: {
  readonly decision: Decision;
  readonly onClose: () => void;
}) {
  const confirm = useWrite('decisions.confirmDecision');
  const [choice, setChoice] = useState(decision.options[0] ?? '');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={decision.question}
      submit={`Decide: ${choice}`}
      busy={confirm.isPending}
      error={confirm.error}
      onSubmit={() =>
        confirm.mutateAsync({
          params: { id: decision.ref },
          body: { choice, reason },
          ifMatch: decision.revision,
        })
      }
    >
      <RadioGroup
        label="Choice"
        options={decision.options.map((option) => ({ value: option, label: option }))}
        value={choice}
        onValueChange={setChoice}
      />
      <TextArea label="Reason" value={reason} onValueChange={setReason} />
      {decision.effects.length > 0 && (
        <div>
          <p className="font-semibold">What it does</p>
          <ul className="list-disc pl-6">
            {decision.effects.map((effect, place) => (
              <li key={`${place} ${effect.effect}`}>
                {effect.says} (<EntityLink entity={{ ref: effect.target, title: 'open' }} />)
              </li>
            ))}
          </ul>
        </div>
      )}
    </FormDialog>
  );
}

/** The decisions of a review, proposed and confirmed, and the read-back of what they did. */
export function ReviewDecisions({ review }: { readonly review: Review }) {
  const list = useList('decisions.listDecisions', { query: { madeIn: review.ref } });
  const [proposing, setProposing] = useState(false);
  const [confirming, setConfirming] = useState<Decision>();
  const [puttingOff, setPuttingOff] = useState<Decision>();
  const settled = review.state === 'closed' || review.state === 'cancelled';
  return (
    <Section
      title="Decisions"
      note="Read them back before the review closes"
      actions={
        !settled && (
          <Button size="sm" icon="plus" onClick={() => setProposing(true)}>
            Propose a decision
          </Button>
        )
      }
    >
      {list.items.length === 0 ? (
        <p className="text-secondary">Nothing was decided in this review yet.</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {list.items.map((decision) => (
            <li key={decision.ref} className="flex flex-col gap-1">
              <span className="flex flex-wrap items-center gap-2">
                <EntityLink entity={{ ref: decision.ref, title: decision.question }} />
                <EntityStatus state={decision.state} plain />
                {(decision.state === 'proposed' || decision.state === 'postponed') && (
                  <>
                    <Button
                      size="sm"
                      aria-label={`Decide: ${decision.question}`}
                      onClick={() => setConfirming(decision)}
                    >
                      Decide
                    </Button>
                    <Button
                      size="sm"
                      tone="quiet"
                      aria-label={`Put off: ${decision.question}`}
                      onClick={() => setPuttingOff(decision)}
                    >
                      Put off
                    </Button>
                  </>
                )}
              </span>
              <span className="text-secondary">
                {decision.choice === null
                  ? decision.options.join(' or ')
                  : `${decision.choice}${decision.reason === '' ? '' : `: ${decision.reason}`}`}
                {decision.decider && ` · ${decision.decider.name}`}
              </span>
              {decision.effects.map((effect, place) => (
                <span key={`${place} ${effect.effect}`} className="text-secondary">
                  {effect.says}
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
      {list.hasMore && (
        <LoadMore
          shown={list.items.length}
          hasMore
          loading={list.isLoadingMore}
          onMore={list.loadMore}
        />
      )}
      {proposing && <DecisionDialog review={review} onClose={() => setProposing(false)} />}
      {puttingOff && (
        <DecisionPutOff
          decision={puttingOff}
          review={review}
          onClose={() => setPuttingOff(undefined)}
        />
      )}
      {confirming && (
        <Confirm
          key={confirming.ref}
          decision={confirming}
          onClose={() => setConfirming(undefined)}
        />
      )}
    </Section>
  );
}
