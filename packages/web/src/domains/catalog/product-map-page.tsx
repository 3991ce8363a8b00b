import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { FeatureDialog } from './feature-dialog.tsx';
import { ProductDialog } from './product-dialog.tsx';
import { ServiceDialog } from './service-dialog.tsx';

type ProductMap = OutputOf<OperationOf<'catalog.getProductMap'>>;
type Feature = ProductMap['featuresWithoutProduct'][number];
type Service = ProductMap['servicesWithoutProduct'][number];

interface Adding {
  readonly what: 'product' | 'feature' | 'service';
  readonly product?: ComboboxOption;
}

function Parts({
  title,
  parts,
  none,
}: {
  readonly title: string;
  readonly parts: readonly (Feature | Service)[];
  readonly none: string;
}) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h3 className="text-xs font-medium text-tertiary">{title}</h3>
      {parts.length === 0 ? (
        <p className="text-secondary">{none}</p>
      ) : (
        <ul className="flex flex-col">
          {parts.map((part) => (
            <li key={part.ref} className="flex min-h-row items-center justify-between gap-4">
              <span className="flex min-w-0 items-baseline gap-2">
                <EntityLink entity={part} />
                {'tier' in part && <span className="text-xs text-tertiary">tier {part.tier}</span>}
              </span>
              <EntityStatus state={part.state} plain />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Every product with its features and services. */
export function ProductMapPage() {
  const map = useRead('catalog.getProductMap', {});
  const [adding, setAdding] = useState<Adding | null>(null);
  const close = () => setAdding(null);
  const loose =
    (map.data?.featuresWithoutProduct.length ?? 0) + (map.data?.servicesWithoutProduct.length ?? 0);
  return (
    <>
      <PageHeader
        title="Product map"
        description="What we make, the features that it is made of, and the services that run it."
        actions={
          <Button tone="primary" icon="plus" onClick={() => setAdding({ what: 'product' })}>
            Add a product
          </Button>
        }
      />
      {map.error && (
        <ErrorState problem={shownProblem(map.error)} onRetry={() => void map.refetch()} />
      )}
      {map.isPending && <Skeleton lines={8} />}
      {map.data?.truncated && (
        <p className="text-secondary">
          The map shows the newest 2,000 features and services; the lists have all of them.
        </p>
      )}
      {map.data?.products.length === 0 && loose === 0 && (
        <EmptyState
          sentence="No product is in the catalog yet."
          action={<Button onClick={() => setAdding({ what: 'product' })}>Add a product</Button>}
          example="“Drawings”, with the feature “Sheet compare” and the service “Tile server”."
        />
      )}
      {map.data?.products.map((product) => (
        <Section
          key={product.ref}
          title={product.title}
          note={product.ownerUnit?.title}
          actions={
            <>
              <EntityLink entity={{ ref: product.ref, title: 'Open' }} />
              <Button
                size="sm"
                icon="plus"
                onClick={() => setAdding({ what: 'feature', product: optionOf(product) })}
              >
                Feature
              </Button>
              <Button
                size="sm"
                icon="plus"
                onClick={() => setAdding({ what: 'service', product: optionOf(product) })}
              >
                Service
              </Button>
            </>
          }
        >
          {product.summary !== '' && (
            <p className="max-w-prose text-secondary">{product.summary}</p>
          )}
          <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
            <Parts title="Features" parts={product.features} none="No feature yet." />
            <Parts title="Services" parts={product.services} none="No service yet." />
          </div>
        </Section>
      ))}
      {map.data && loose > 0 && (
        <Section
          title="Without a product"
          note="Open one and choose the product that it is part of."
        >
          <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
            <Parts title="Features" parts={map.data.featuresWithoutProduct} none="None." />
            <Parts title="Services" parts={map.data.servicesWithoutProduct} none="None." />
          </div>
        </Section>
      )}
      {adding?.what === 'product' && <ProductDialog onClose={close} />}
      {adding?.what === 'feature' && (
        <FeatureDialog onClose={close} {...(adding.product ? { product: adding.product } : {})} />
      )}
      {adding?.what === 'service' && (
        <ServiceDialog onClose={close} {...(adding.product ? { product: adding.product } : {})} />
      )}
    </>
  );
}
