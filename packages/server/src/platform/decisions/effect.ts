import type { EntityKind, EntityRef } from '@throughline/contract';
import type { z } from 'zod';
import type { WriteContext } from '../context.ts';

/** Something that a decision can do to an entity; its domain registers it and applies it. */
export interface Effect {
  /** `strategy.set-initiative-health`. */
  readonly key: string;
  readonly kinds: readonly EntityKind[];
  readonly label: string;
  readonly parameters: z.ZodType;
  /** The values that a parameter may have, for the form that proposes the decision. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** Reads as the consequence: “sets the health to red”. */
  says(parameters: never): string;
  apply(context: WriteContext, target: EntityRef, parameters: never): Promise<void>;
}

/** Declares an effect with typed parameters. */
export function effect<P extends z.ZodType>(declaration: {
  key: string;
  kinds: readonly EntityKind[];
  label: string;
  parameters: P;
  choices: Readonly<Record<string, readonly string[]>>;
  says(parameters: z.output<P>): string;
  apply(context: WriteContext, target: EntityRef, parameters: z.output<P>): Promise<void>;
}): Effect {
  return declaration;
}
