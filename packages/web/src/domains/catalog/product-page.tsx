import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { FeatureDialog } from './feature-dialog.tsx';
import { MetricStandings } from './metric-standings.tsx';
import { ProductDialog } from './product-dialog.tsx';
import { ServiceDialog } from './service-dialog.tsx';

/** A product: what it is made of, what runs it, how it does. */
export function ProductPage() {
  const ref = useReference();
  const { data: product, error } = useRead('catalog.getProduct', { params: { id: ref } });
  const [open, setOpen] = useState<'change' | 'feature' | 'service' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!product) return <Skeleton lines={8} />;
  const close = () => setOpen(null);
  return (
    <EntityPage
      entity={product}
      withoutRibbon
      actions={
        <Button icon="edit" onClick={() => setOpen('change')}>
          Change
        </Button>
      }
    >
      <Section
        title="Made of"
        actions={
          <>
            <Button size="sm" icon="plus" onClick={() => setOpen('feature')}>
              Feature
            </Button>
            <Button size="sm" icon="plus" onClick={() => setOpen('service')}>
              Service
            </Button>
          </>
        }
      >
        <DescriptionList
          entries={[
            {
              term: 'Features',
              value: product.features.length > 0 && <EntityLinks entities={product.features} />,
            },
            {
              term: 'Services',
              value: product.services.length > 0 && <EntityLinks entities={product.services} />,
            },
          ].map(({ term, value }) => ({ term, value: value || 'None yet' }))}
        />
      </Section>
      <MetricStandings of={product.ref} />
      {open === 'change' && <ProductDialog product={product} onClose={close} />}
      {open === 'feature' && <FeatureDialog product={optionOf(product)} onClose={close} />}
      {open === 'service' && <ServiceDialog product={optionOf(product)} onClose={close} />}
    </EntityPage>
  );
}
