import type { checklistResults, Id } from '@throughline/contract';
import type { Generated } from 'kysely';

interface StoryTable {
  id: Id<'story'>;
  estimate: number | null;
  started_at: Generated<Date | null>;
  done_at: Generated<Date | null>;
}

interface DesignReleaseTable {
  id: Id<'design_release'>;
  file: string;
  version: string;
  verdict_reason: Generated<string>;
  verdict_at: Generated<Date | null>;
}

interface DesignChecklistItemTable {
  design_release_id: Id<'design_release'>;
  ordinal: number;
  text: string;
  result: (typeof checklistResults)[number];
  note: string;
}

/** The tables of delivery: `db.$extendTables<DeliveryTables>()`. */
export type DeliveryTables = {
  story: StoryTable;
  design_release: DesignReleaseTable;
  design_checklist_item: DesignChecklistItemTable;
};
