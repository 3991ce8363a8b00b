import type { ApiClient } from './api-client.ts';

/** What the steps so far made, by name; a step that needs what is missing fails by that name. */
export interface Seeded {
  get(name: string): string;
  set(name: string, reference: string): void;
}

/** One thing to make by public operations. */
export type SeedStep = readonly [
  name: string,
  make: (api: ApiClient, made: Seeded) => Promise<void>,
];

/** A day relative to today, as an ISO date. */
export function dayFromNow(days: number): string {
  return Temporal.Now.plainDateISO('UTC').add({ days }).toString();
}
