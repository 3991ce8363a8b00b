import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { AdoptionSection } from './adoption-section.tsx';
import { FeatureDialog } from './feature-dialog.tsx';
import { MetricStandings } from './metric-standings.tsx';

/** A feature on the line: why it exists, what gates it, where it is documented, how it does. */
export function FeaturePage() {
  const ref = useReference();
  const { data: feature, error } = useRead('catalog.getFeature', { params: { id: ref } });
  const [changing, setChanging] = useState(false);
  if (error) return <ErrorState problem={shownProblem(error)} />;
  if (!feature) return <Skeleton lines={8} />;
  const { documentation, product, delivers, flags } = feature;
  return (
    <EntityPage
      entity={feature}
      actions={
        <Button icon="edit" onClick={() => setChanging(true)}>
          Change
        </Button>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Product', value: product && <EntityLink entity={product} /> },
          {
            term: 'Documentation',
            value: documentation && <TextLink href={documentation}>{documentation}</TextLink>,
          },
          {
            term: 'Delivers',
            value: delivers.length > 0 ? <EntityLinks entities={delivers} /> : null,
          },
          {
            term: 'Gated by',
            value: flags.length > 0 ? <EntityLinks entities={flags} /> : 'No flag',
          },
        ]}
      />
      <AdoptionSection feature={feature} />
      <MetricStandings of={feature.ref} />
      {changing && <FeatureDialog feature={feature} onClose={() => setChanging(false)} />}
    </EntityPage>
  );
}
