import type { Id, Role } from '@throughline/contract';
import { problem } from '../problem.ts';
import type { Actor } from './actor.ts';

/** The parent of every unit, as of now, expanded in memory (kept fresh by the change feed). */
export type UnitParents = ReadonlyMap<Id<'unit'>, Id<'unit'> | null>;

const strength: Record<Role, number> = { owner: 3, editor: 2, contributor: 1, viewer: 0 };

let unitParents: UnitParents = new Map();

/** Replaces the units' tree that `can` expands grants over. */
export function knowUnits(parents: UnitParents): void {
  unitParents = parents;
}

function withinUnit(unit: Id<'unit'>, ancestor: Id<'unit'>): boolean {
  let current: Id<'unit'> | null | undefined = unit;
  for (let depth = 0; current && depth < 100; depth++) {
    if (current === ancestor) return true;
    current = unitParents.get(current);
  }
  return false;
}

/**
 * Whether an actor holds at least a role on a unit (or on one above it). Without a unit the role
 * must be held on the whole organisation. Administrators hold every role.
 */
export function can(actor: Actor, role: Role, unit: Id<'unit'> | null): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind !== 'member') return false;
  if (actor.administrator) return true;
  return actor.grants.some(
    (grant) =>
      strength[grant.role] >= strength[role] &&
      (grant.unit === null || (unit !== null && withinUnit(unit, grant.unit))),
  );
}

/** Whether an actor holds at least a role on any unit at all. */
export function canSomewhere(actor: Actor, role: Role): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind !== 'member') return false;
  return (
    actor.administrator || actor.grants.some((grant) => strength[grant.role] >= strength[role])
  );
}

/** Throws `forbidden` unless the actor holds at least the role on the unit. */
export function authorise(actor: Actor, role: Role, unit: Id<'unit'> | null): void {
  if (!can(actor, role, unit)) {
    throw problem(
      'forbidden',
      `This needs the role of ${role} on the unit that owns it. Ask one of its owners, or an administrator.`,
    );
  }
}
