import { entityAddress } from '../api/entity-address.ts';
import { TextLink } from '../ui/text-link.tsx';

/** A link to an entity's page, by its title. */
export function EntityLink({
  entity,
}: {
  readonly entity: { readonly ref: string; readonly title: string };
}) {
  return <TextLink href={entityAddress(entity.ref)}>{entity.title}</TextLink>;
}
