import type { Id, InsightResult } from '@throughline/contract';
import type { Logger } from 'pino';
import type { Clock } from '../../../platform/clock.ts';
import type { ReadContext, WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import type { Gates } from '../../../platform/gates/gate.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { MetricFeed } from '../../catalog/index.ts';
import type { SettingsReader } from '../release-settings.ts';
import type { DeployDeps } from './deploy-release.ts';

/** What the sweeper needs; `write` runs a write of the server's own in one transaction. */
export interface SweepDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: SettingsReader;
  readonly secrets: Secrets;
  /** The address by which webhooks call back. */
  readonly publicUrl: string;
  readonly deploy: DeployDeps;
  readonly gates: () => Gates;
  readonly metricFeed: (
    context: ReadContext,
    id: Id<'metric'>,
    from: string,
  ) => Promise<MetricFeed>;
  readonly runInsight: (
    context: ReadContext,
    key: string,
    parameters: unknown,
  ) => Promise<InsightResult>;
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
}
