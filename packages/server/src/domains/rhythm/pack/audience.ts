import type { Id } from '@throughline/contract';
import type { Member } from '../../../platform/access/actor.ts';

/**
 * As whom a pack is assembled: a member without any role, grant or readership. Whatever every member
 * may open must hold only what every member may see, whoever freezes it.
 */
export const audience: Member = {
  kind: 'member',
  id: '00000000-0000-0000-0000-000000000000' as Id<'identity'>,
  name: 'every member',
  person: null,
  administrator: false,
  grants: [],
  readsKinds: [],
  scopes: null,
  via: 'pack',
};
