import type { Operation } from '@throughline/contract';
import type { Actor } from '../access/actor.ts';
import { canSomewhere } from '../access/can.ts';
import { problem } from '../problem.ts';

const asMember = 'Sign in, or send an API key as `Authorization: Bearer …`.';

/**
 * Refuses an actor that an operation isn't for. Roles are checked here only for "on any unit";
 * the operation itself checks on which.
 */
export function permit(operation: Operation, domain: string, actor: Actor): void {
  const { permission } = operation;
  if (permission === 'public') return;
  if (actor.kind === 'anonymous') throw problem('not_signed_in', asMember);
  if (permission === 'guest' || permission === 'runner') {
    if (actor.kind !== permission) throw problem('forbidden', `This is for a ${permission} only.`);
    return;
  }
  if (permission === 'sdk' || actor.kind !== 'member') {
    throw problem('forbidden', 'This is not for this kind of credentials.');
  }
  const access = operation.method === 'GET' ? 'read' : 'write';
  const named = [domain, ...(operation.scope === undefined ? [] : [operation.scope])];
  const within = (scope: string) => named.some((name) => covers(scope, name, access));
  if (actor.scopes && !actor.scopes.some(within)) {
    throw problem('forbidden', `This API key lacks the scope ${named.at(-1)}:${access}.`);
  }
  if (permission === 'member') return;
  if (permission === 'administrator') {
    if (!actor.administrator) throw problem('forbidden', 'This needs an administrator.');
    return;
  }
  if (!canSomewhere(actor, permission)) {
    throw problem(
      'forbidden',
      `This needs the role of ${permission} on a unit. Ask an administrator.`,
    );
  }
}

/** Whether a scope such as `strategy:write` (or `*:read`) allows a kind of access to a domain. */
export function covers(scope: string, domain: string, access: 'read' | 'write'): boolean {
  const [of, may] = scope.split(':');
  return (of === '*' || of === domain) && (may === access || may === 'write');
}
