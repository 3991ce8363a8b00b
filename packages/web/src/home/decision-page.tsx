import { useState } from 'react';
import { useReference } from '../api/search-params.ts';
import { useRead, useWrite } from '../api/use-operation.ts';
import { FailedPage } from '../entity/failed-page.tsx';
import { EntityLink } from '../entity/entity-link.tsx';
import { EntityPage } from '../entity/entity-page.tsx';
import { FormDialog } from '../entity/form-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { DescriptionList } from '../ui/description-list.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { Section } from '../ui/section.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { Instant, PlainDate } from '../ui/time.tsx';
import { EntityReference } from '../entity/entity-reference.tsx';
import { DecisionRevisit } from './decision-revisit.tsx';

function Confirm({
  id,
  revision,
  options,
}: {
  readonly id: string;
  readonly revision: number;
  readonly options: readonly string[];
}) {
  const confirm = useWrite('decisions.confirmDecision');
  const [open, setOpen] = useState(false);
  const [choice, setChoice] = useState(options[0] ?? '');
  const [reason, setReason] = useState('');
  return (
    <>
      <Button tone="primary" onClick={() => setOpen(true)}>
        Decide
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Decide"
        description="What it does happens at once."
        submit="Confirm the decision"
        busy={confirm.isPending}
        error={confirm.error}
        onSubmit={() =>
          confirm.mutateAsync({ params: { id }, body: { choice, reason }, ifMatch: revision })
        }
      >
        <RadioGroup
          label="Choice"
          options={options.map((option) => ({ value: option, label: option }))}
          value={choice}
          onValueChange={setChoice}
        />
        <TextArea label="Reason" value={reason} onValueChange={setReason} />
      </FormDialog>
    </>
  );
}

/** A decision: the question, the choice and its reason, what it is about, what it does. */
export function DecisionPage() {
  const ref = useReference();
  const entity = useRead('entities.getEntity', { params: { ref } });
  const decision = useRead('decisions.getDecision', { params: { id: ref } });
  const error = entity.error ?? decision.error;
  if (error) return <FailedPage error={error} />;
  if (!entity.data || !decision.data) return <Skeleton lines={8} />;
  const view = decision.data;
  return (
    <EntityPage
      entity={entity.data}
      withoutRibbon
      actions={
        view.state === 'proposed' || view.state === 'postponed' ? (
          <Confirm id={ref} revision={view.revision} options={view.options} />
        ) : view.state === 'confirmed' && !view.replacedBy ? (
          <DecisionRevisit id={ref} />
        ) : undefined
      }
    >
      <DescriptionList
        entries={[
          { term: 'Choice', value: view.choice ?? `Open: ${view.options.join(', ')}` },
          { term: 'Reason', value: view.reason === '' ? undefined : view.reason },
          { term: 'Decider', value: view.decider?.name },
          { term: 'Made in', value: view.madeIn ? <EntityLink entity={view.madeIn} /> : undefined },
          {
            term: 'Taken up in',
            value: view.takenUpIn ? <EntityLink entity={view.takenUpIn} /> : undefined,
          },
          {
            term: 'Replaces',
            value: view.replaces ? <EntityLink entity={view.replaces} /> : undefined,
          },
          {
            term: 'Replaced by',
            value: view.replacedBy ? <EntityLink entity={view.replacedBy} /> : undefined,
          },
          {
            term: 'Rests on',
            value:
              view.cites.length === 0 ? undefined : (
                <ul className="flex flex-col gap-1">
                  {view.cites.map((principle) => (
                    <li key={principle.ref}>
                      <EntityLink entity={principle} />
                    </li>
                  ))}
                </ul>
              ),
          },
          {
            term: 'Decided',
            value: view.decidedAt === null ? undefined : <Instant at={view.decidedAt} />,
          },
          {
            term: 'Revisit',
            value: view.revisitOn === null ? undefined : <PlainDate date={view.revisitOn} />,
          },
        ]}
      />
      <Section title="About">
        <ul className="flex flex-col gap-1">
          {view.about.map((entityAbout) => (
            <li key={entityAbout.ref}>
              <EntityLink entity={entityAbout} />
            </li>
          ))}
        </ul>
      </Section>
      {view.effects.length > 0 && (
        <Section title={view.state === 'confirmed' ? 'What it did' : 'What it will do'}>
          <ul className="flex flex-col gap-1">
            {view.effects.map(({ effect, target, says }) => (
              <li key={`${effect} ${target}`}>
                {says}: <EntityReference reference={target} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </EntityPage>
  );
}
