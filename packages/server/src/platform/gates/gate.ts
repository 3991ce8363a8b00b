import type { EntityKind, EntityRef } from '@throughline/contract';
import type { ReadContext } from '../context.ts';
import { problem } from '../problem.ts';

/** What a gate says: go on, don't, or nobody can tell (which never means go on). */
export interface Verdict {
  readonly state: 'open' | 'closed' | 'inconclusive';
  /** One sentence with the evidence. */
  readonly says: string;
  readonly evidence: readonly EntityRef[];
}

/** A condition that a deployment, a launch or a ramp can wait for: `deployment healthy`. */
export interface Gate {
  readonly key: string;
  readonly describes: string;
  /** The kinds of entity that it can be asked about. */
  readonly kinds: readonly EntityKind[];
  check(context: ReadContext, about: EntityRef): Promise<Verdict>;
}

/** All gates by key. */
export interface Gates {
  readonly all: readonly Gate[];
  /** Throws `not_found` for an unknown gate, `invalid_input` for a kind that it isn't about. */
  check(context: ReadContext, key: string, about: EntityRef): Promise<Verdict>;
}

/** Collects the domains' gates. */
export function createGates(all: readonly Gate[]): Gates {
  const byKey = new Map(all.map((gate) => [gate.key, gate]));
  return {
    all,
    async check(context, key, about) {
      const gate = byKey.get(key);
      if (!gate) throw problem('not_found', `There is no gate “${key}”.`);
      if (!gate.kinds.includes(about.kind)) {
        throw problem('invalid_input', `The gate “${key}” is not about a ${about.kind}.`);
      }
      return gate.check(context, about);
    },
  };
}
