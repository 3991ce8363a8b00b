import { entityAddress } from '../api/entity-address.ts';
import { useRead } from '../api/use-operation.ts';
import { TextLink } from '../ui/text-link.tsx';

/** A link to an entity of which only the reference is known; its title follows. */
export function EntityReference({ reference }: { readonly reference: string }) {
  const { data } = useRead('entities.getEntity', { params: { ref: reference } });
  return <TextLink href={entityAddress(reference)}>{data?.title ?? reference}</TextLink>;
}
