import type { OperationOf, OutputOf } from '@throughline/contract';

/** Everything that the roadmap shows. */
export type Roadmap = OutputOf<OperationOf<'strategy.getRoadmap'>>;

/** An initiative in time. */
export type Initiative = Roadmap['initiatives'][number];

/** A fiscal quarter of the axis. */
export type Quarter = Roadmap['quarters'][number];

/** From when until when, both days included; null where it is not said. */
export interface Span {
  readonly from: string | null;
  readonly to: string | null;
}
