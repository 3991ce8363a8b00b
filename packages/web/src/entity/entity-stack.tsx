import type { EntitySummary } from '@throughline/contract';
import { EntityLink } from './entity-link.tsx';

/** Entities one below the other, or a word where there is none. */
export function EntityStack({
  entities,
  none,
}: {
  readonly entities: readonly EntitySummary[];
  readonly none: string;
}) {
  if (entities.length === 0) return none;
  return entities.map((entity) => (
    <div key={entity.ref}>
      <EntityLink entity={entity} />
    </div>
  ));
}
