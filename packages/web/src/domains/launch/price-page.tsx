import { FailedPage } from '../../entity/failed-page.tsx';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { Instant, PlainDate } from '../../ui/time.tsx';
import { PriceDialog } from './price-dialog.tsx';
import { priceWords } from './words.ts';

type Price = OutputOf<OperationOf<'launch.getPrice'>>;

const verdicts = [
  { value: 'approved', label: 'Approve', hint: 'It replaces the approved price of its book.' },
  { value: 'draft', label: 'Send back', hint: 'It becomes a draft again.' },
] as const;

interface Fields {
  readonly verdict: (typeof verdicts)[number]['value'];
  readonly reason: string;
}

function DecidePrice({ price, onClose }: { readonly price: Price; readonly onClose: () => void }) {
  const decide = useWrite('launch.decidePrice');
  const { fields, set } = useFields<Fields>({ verdict: 'approved', reason: '' });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Decide on ${price.title}`}
      submit="Decide"
      busy={decide.isPending}
      error={decide.error}
      onSubmit={() => decide.mutateAsync({ params: { id: price.ref }, body: fields })}
    >
      <RadioGroup
        label="Verdict"
        options={verdicts}
        value={fields.verdict}
        onValueChange={set('verdict')}
      />
      <TextArea label="Reason" value={fields.reason} onValueChange={set('reason')} />
    </FormDialog>
  );
}

/** A version of a price: what it costs, from when, and whether it is approved. */
export function PricePage() {
  const ref = useReference();
  const { data: price, error } = useRead('launch.getPrice', { params: { id: ref } });
  const propose = useWrite('launch.proposePrice');
  const [dialog, setDialog] = useState<'change' | 'decide' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!price) return <Skeleton lines={8} />;
  const { launches, approvedAt } = price;
  return (
    <EntityPage
      entity={price}
      withoutRibbon
      actions={
        <>
          {price.state === 'draft' && (
            <>
              <Button icon="edit" onClick={() => setDialog('change')}>
                Change
              </Button>
              <Button
                tone="primary"
                busy={propose.isPending}
                onClick={() => propose.mutate({ params: { id: ref } })}
              >
                Propose
              </Button>
            </>
          )}
          {price.state === 'proposed' && (
            <Button tone="primary" onClick={() => setDialog('decide')}>
              Decide
            </Button>
          )}
        </>
      }
    >
      {propose.error && <ErrorState problem={shownProblem(propose.error)} compact />}
      <DescriptionList
        wide
        entries={[
          { term: 'Costs', value: priceWords(price.amounts, price.currency) },
          { term: 'Shape', value: price.shape },
          {
            term: 'Book',
            value: (
              <>
                <Mono>{price.book}</Mono>, version {price.version}
              </>
            ),
          },
          { term: 'Effective from', value: <PlainDate date={price.effectiveFrom} /> },
          { term: 'Approved', value: approvedAt ? <Instant at={approvedAt} /> : 'Not yet' },
          {
            term: 'Supports',
            value: launches.length > 0 ? <EntityLinks entities={launches} /> : null,
          },
        ]}
      />
      {dialog === 'change' && <PriceDialog price={price} onClose={() => setDialog(null)} />}
      {dialog === 'decide' && <DecidePrice price={price} onClose={() => setDialog(null)} />}
    </EntityPage>
  );
}
