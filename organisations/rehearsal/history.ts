import { codeFacts } from './code.ts';
import type { Fact } from './fact.ts';
import { initiativeFacts } from './initiatives.ts';
import { marketFacts, voiceFacts } from './market.ts';
import { operationsFacts } from './operations.ts';
import type { Size } from './period.ts';
import { productFacts } from './products.ts';
import { storyFacts } from './stories.ts';
import { strategyFacts } from './strategy.ts';

/**
 * All that happened, oldest first, from nothing but the size: the same size makes the same history.
 * `address` is where the rehearsal's own server is asked whether it is well.
 */
export function historyOf(size: Size, address: string): Fact[] {
  const facts = [
    ...productFacts(size),
    ...strategyFacts(size),
    ...initiativeFacts(size),
    ...codeFacts(size, address),
    ...storyFacts(size),
    ...marketFacts(size),
    ...voiceFacts(size),
    ...operationsFacts(size),
  ];
  return facts.toSorted((one, other) =>
    one.day === other.day ? one.slot - other.slot : one.day < other.day ? -1 : 1,
  );
}
