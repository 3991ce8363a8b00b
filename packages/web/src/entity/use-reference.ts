import { useParams } from '@tanstack/react-router';

/** The reference in the address of an entity's page. */
export function useReference(): string {
  const params: unknown = useParams({ strict: false });
  return typeof params === 'object' && params !== null && 'ref' in params ? String(params.ref) : '';
}
