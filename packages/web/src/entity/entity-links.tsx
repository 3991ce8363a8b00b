import { EntityLink } from './entity-link.tsx';

/** Links to a few entities in a line; nothing where there are none. */
export function EntityLinks({
  entities,
}: {
  readonly entities: readonly { readonly ref: string; readonly title: string }[];
}) {
  if (entities.length === 0) return null;
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-1">
      {entities.map((entity) => (
        <EntityLink key={entity.ref} entity={entity} />
      ))}
    </span>
  );
}
