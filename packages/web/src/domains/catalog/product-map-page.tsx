import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { FeatureDialog, featureStateOptions } from './feature-dialog.tsx';
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

const productStateOptions = [
  { value: 'active', label: 'Active' },
  { value: 'retired', label: 'Retired' },
] as const;

/** The units that own something on the map, by name, for the filter. */
function ownersOf(map: ProductMap | undefined) {
  const owned = map
    ? [...map.products, ...map.featuresWithoutProduct, ...map.servicesWithoutProduct]
    : [];
  const units = new Map(
    owned.flatMap(({ ownerUnit }) =>
      ownerUnit ? [[ownerUnit.ref as string, ownerUnit.title]] : [],
    ),
  );
  return [...units]
    .map(([value, label]) => ({ value, label: label ?? '' }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
}

/** Products with their features and services, by state and owner. */
export function ProductMapPage() {
  const [search, change] = useSearchState();
  const { state, features: featureState, owner } = search;
  const all = useRead('catalog.getProductMap', {});
  const map = useRead('catalog.getProductMap', { query: owner ? { ownerUnit: owner } : {} });
  const inState = (features: readonly Feature[]) =>
    featureState ? features.filter((one) => one.state === featureState) : features;
  const products = (map.data?.products ?? []).filter(
    (product) =>
      (!state || product.state === state) &&
      (!featureState || inState(product.features).length > 0),
  );
  const looseFeatures = state ? [] : inState(map.data?.featuresWithoutProduct ?? []);
  const looseServices = state || featureState ? [] : (map.data?.servicesWithoutProduct ?? []);
  const filtered = Boolean(state ?? featureState ?? owner);
  const [adding, setAdding] = useState<Adding | null>(null);
  const close = () => setAdding(null);
  const loose = looseFeatures.length + looseServices.length;
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
      <FilterBar
        filters={[
          { id: 'state', label: 'Product', value: state, options: productStateOptions },
          { id: 'features', label: 'Features', value: featureState, options: featureStateOptions },
          { id: 'owner', label: 'Owner', value: owner, options: ownersOf(all.data) },
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
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
      {map.data && products.length === 0 && loose === 0 && (
        <EmptyState
          sentence={
            filtered
              ? 'Nothing on the map matches these filters.'
              : 'No product is in the catalog yet.'
          }
          action={<Button onClick={() => setAdding({ what: 'product' })}>Add a product</Button>}
          example="“Drawings”, with the feature “Sheet compare” and the service “Tile server”."
        />
      )}
      {products.map((product) => (
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
            <Parts
              title="Features"
              parts={inState(product.features)}
              none={featureState ? 'None in this state.' : 'No feature yet.'}
            />
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
            <Parts title="Features" parts={looseFeatures} none="None." />
            <Parts title="Services" parts={looseServices} none="None." />
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
