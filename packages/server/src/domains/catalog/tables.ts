import type { Id } from '@throughline/contract';
import type { Generated, GeneratedAlways } from 'kysely';
import type { Timestamp } from '../../platform/database/tables.ts';

interface ProductTable {
  id: Id<'product'>;
}

interface FeatureTable {
  id: Id<'feature'>;
  documentation: string | null;
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
  source: Generated<'entry'>;
  freshness_days: number;
}

interface MetricValueTable {
  id: GeneratedAlways<string>;
  metric_id: Id<'metric'>;
  on_day: string;
  value: number;
  note: string;
  recorded_at: Timestamp;
  recorded_by: Id<'identity'> | null;
}

/** The catalog's tables: `db.$extendTables<CatalogTables>()`. */
export type CatalogTables = {
  product: ProductTable;
  feature: FeatureTable;
  service: ServiceTable;
  metric: MetricTable;
  metric_value: MetricValueTable;
};
