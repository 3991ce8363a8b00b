import type { Id } from '@throughline/contract';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Timestamp } from '../../platform/database/tables.ts';

interface IncidentTable {
  id: Id<'incident'>;
  severity: number;
  opened_at: Timestamp;
  resolved_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  cause: Generated<string>;
}

interface IncidentNoteTable {
  id: GeneratedAlways<string>;
  incident_id: Id<'incident'>;
  at: Timestamp;
  by_name: string;
  text: string;
}

/** The domain's tables: `db.$extendTables<OperationsTables>()`. */
export type OperationsTables = {
  incident: IncidentTable;
  incident_note: IncidentNoteTable;
};
