import type { Id, metricSources } from '@throughline/contract';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Timestamp } from '../../platform/database/tables.ts';

/** A metric's source by its word alone. */
export type SourceKind = (typeof metricSources)[number];

interface ProductTable {
  id: Id<'product'>;
}

interface FeatureTable {
  id: Id<'feature'>;
  documentation: string | null;
  key: string | null;
  adoption_uses: Generated<number>;
}

interface ServiceTable {
  id: Id<'service'>;
  tier: number;
  data_classification: 'public' | 'internal' | 'confidential' | 'restricted';
}

interface MetricTable {
  id: Id<'metric'>;
  definition: string;
  unit: string;
  direction: 'up' | 'down';
  target: number | null;
  source: Generated<SourceKind>;
  freshness_days: number;
  connection_id: Id<'connection'> | null;
  settings: ColumnType<unknown, string | undefined, string>;
  taken_on: string | null;
  run_at: Timestamp | null;
  run_error: string | null;
}

interface ConnectionTable {
  id: Id<'connection'>;
  name: string;
  unit_id: Id<'unit'> | null;
  host: string;
  port: number;
  database: string;
  sealed_address: string;
  created_at: Timestamp;
  created_by: string;
}

interface MetricValueTable {
  id: GeneratedAlways<string>;
  metric_id: Id<'metric'>;
  on_day: string;
  value: number;
  note: string;
  via: Generated<SourceKind>;
  recorded_at: Timestamp;
  recorded_by: Id<'identity'> | null;
}

/** The catalog's tables: `db.$extendTables<CatalogTables>()`. */
export type CatalogTables = {
  product: ProductTable;
  feature: FeatureTable;
  service: ServiceTable;
  metric: MetricTable;
  metric_connection: ConnectionTable;
  metric_value: MetricValueTable;
};
