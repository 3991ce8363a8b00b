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
import { ServiceDependencies } from './service-dependencies.tsx';
import { MetricStandings } from './metric-standings.tsx';
import { ServiceDialog, tierOptions } from './service-dialog.tsx';

/** A service: how much hangs on it, what builds it, what it needs and what needs it. */
export function ServicePage() {
  const ref = useReference();
  const { data: service, error } = useRead('catalog.getService', { params: { id: ref } });
  const [changing, setChanging] = useState(false);
  if (error) return <ErrorState problem={shownProblem(error)} />;
  if (!service) return <Skeleton lines={8} />;
  const list = (entities: typeof service.dependsOn) =>
    entities.length > 0 ? <EntityLinks entities={entities} /> : 'None';
  return (
    <EntityPage
      entity={service}
      withoutRibbon
      actions={
        <Button icon="edit" onClick={() => setChanging(true)}>
          Change
        </Button>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Product', value: service.product && <EntityLink entity={service.product} /> },
          {
            term: 'Tier',
            value: tierOptions.find(({ value }) => value === String(service.tier))?.label,
          },
          { term: 'Data', value: service.dataClassification },
          { term: 'Repositories', value: list(service.repositories) },
        ]}
      />
      <ServiceDependencies service={service} />
      <MetricStandings of={service.ref} />
      {changing && <ServiceDialog service={service} onClose={() => setChanging(false)} />}
    </EntityPage>
  );
}
