import type { Id, Role } from '@throughline/contract';

/** A role held on a unit and everything below it; on the whole organisation where unit is null. */
export interface Grant {
  readonly role: Role;
  readonly unit: Id<'unit'> | null;
}

/** A signed-in member of the organisation, or an API key with a member's rights, narrowed. */
export interface Member {
  readonly kind: 'member';
  readonly id: Id<'identity'>;
  readonly name: string;
  readonly person: Id<'person'> | null;
  readonly administrator: boolean;
  readonly grants: readonly Grant[];
  /** Kinds of which the member reads even what is restricted. */
  readonly readsKinds: readonly string[];
  /** Null for a session; the scopes of an API key otherwise. */
  readonly scopes: readonly string[] | null;
  /** How the member came in: `session` or `api-key key_…`. */
  readonly via: string;
}

/** An outside person in the portal. */
export interface Guest {
  readonly kind: 'guest';
  readonly id: Id<'identity'>;
  readonly name: string;
  readonly via: string;
}

/** A runner, known by its token. */
export interface Runner {
  readonly kind: 'runner';
  readonly id: Id<'runner'>;
  readonly name: string;
  readonly via: string;
}

/** The server itself: jobs, reactions to events, imports. Sees everything. */
export interface System {
  readonly kind: 'system';
  readonly id: null;
  readonly name: string;
  readonly via: string;
}

/** Nobody: a request without credentials. */
export interface Anonymous {
  readonly kind: 'anonymous';
  readonly id: null;
  readonly name: string;
  readonly via: string;
}

/** Who acts. */
export type Actor = Member | Guest | Runner | System | Anonymous;

/** The server acting for itself; `via` names the job, consumer or import. */
export function system(via: string): System {
  return { kind: 'system', id: null, name: 'Throughline', via };
}

/** A request without credentials. */
export const anonymous: Anonymous = { kind: 'anonymous', id: null, name: 'nobody', via: 'public' };

/**
 * A member without any role, grant or readership, who sees what every member sees; for the server
 * where what it reads will be open to every member. `via` says what for.
 */
export function everyMember(via: string): Member {
  return {
    kind: 'member',
    id: '00000000-0000-0000-0000-000000000000' as Id<'identity'>,
    name: 'every member',
    person: null,
    administrator: false,
    grants: [],
    readsKinds: [],
    scopes: null,
    via,
  };
}
