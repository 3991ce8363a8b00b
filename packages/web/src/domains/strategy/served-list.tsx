import { kindOfReference, kindWords } from '../../api/entity-address.ts';
import { EntityLink } from '../../entity/entity-link.tsx';

/** What something serves, each with its weight where that is not the usual one. */
export function ServedList({
  serves,
}: {
  readonly serves: readonly { entity: { ref: string; title: string }; weight: number }[];
}) {
  return (
    <ul className="flex flex-col gap-1">
      {serves.map(({ entity, weight }) => (
        <li key={entity.ref} className="flex flex-wrap items-baseline gap-x-2">
          <EntityLink entity={entity} />
          <span className="text-xs text-tertiary">
            {kindWords(kindOfReference(entity.ref) ?? '')}
            {weight !== 1 && `, weight ${weight}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
