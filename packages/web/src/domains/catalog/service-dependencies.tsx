import type { OperationOf, OutputOf } from '@throughline/contract';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Section } from '../../ui/section.tsx';

type Service = OutputOf<OperationOf<'catalog.getService'>>;

function Side({
  title,
  services,
  none,
}: {
  readonly title: string;
  readonly services: Service['dependsOn'];
  readonly none: string;
}) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h3 className="text-xs font-medium text-tertiary">{title}</h3>
      {services.length === 0 ? (
        <p className="text-secondary">{none}</p>
      ) : (
        <ul className="flex flex-col">
          {services.map((one) => (
            <li key={one.ref} className="flex min-h-row items-center justify-between gap-4">
              <EntityLink entity={one} />
              <EntityStatus state={one.state} plain />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What stands or falls with a service, on its left; what it stands on, on its right. */
export function ServiceDependencies({ service }: { readonly service: Service }) {
  return (
    <Section title="Dependencies" note="An arrow leads to what is needed">
      <div className="grid items-center gap-x-6 gap-y-4 md:grid-cols-[1fr_auto_auto_auto_1fr]">
        <Side title="Needed by" services={service.neededBy} none="No service needs it." />
        <span aria-hidden="true" className="hidden text-tertiary md:block">
          <Icon name="arrow-right" />
        </span>
        <p className="rounded-sm border border-line-strong px-3 py-1.5 font-semibold">
          {service.title}
        </p>
        <span aria-hidden="true" className="hidden text-tertiary md:block">
          <Icon name="arrow-right" />
        </span>
        <Side title="Depends on" services={service.dependsOn} none="It needs no other service." />
      </div>
    </Section>
  );
}
