import type { InsightResult } from '@throughline/contract';
import type { z } from 'zod';
import type { ReadContext } from '../context.ts';
import { problem } from '../problem.ts';

/** A named query that a domain offers to review packs, to Home, to key results and to programs. */
export interface Insight {
  /** `strategy.alignment`: the domain and what it shows. */
  readonly key: string;
  readonly title: string;
  readonly describes: string;
  /** What its parameters must be; reads only through `visible(actor)`. */
  readonly parameters: z.ZodType;
  run(context: ReadContext, parameters: never): Promise<Omit<InsightResult, 'key' | 'title'>>;
}

/** Declares an insight with typed parameters. */
export function insight<P extends z.ZodType>(declaration: {
  key: string;
  title: string;
  describes: string;
  parameters: P;
  run(context: ReadContext, parameters: z.output<P>): Promise<Omit<InsightResult, 'key' | 'title'>>;
}): Insight {
  return declaration;
}

/** All insights by key. */
export interface Insights {
  readonly all: readonly Insight[];
  /** Throws `insight.unknown` or `invalid_input`. */
  run(context: ReadContext, key: string, parameters: unknown): Promise<InsightResult>;
}

/** Collects the domains' insights. */
export function createInsights(all: readonly Insight[]): Insights {
  const byKey = new Map(all.map((one) => [one.key, one]));
  return {
    all,
    async run(context, key, parameters) {
      const found = byKey.get(key);
      if (!found)
        throw problem('insight.unknown', `There is no insight “${key}”. List them first.`);
      const parsed = found.parameters.safeParse(parameters);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        throw problem('invalid_input', `parameters.${issue?.path.join('.')}: ${issue?.message}`);
      }
      const result = await found.run(context, parsed.data as never);
      return { key, title: found.title, ...result };
    },
  };
}
