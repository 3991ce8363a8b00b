import type {
  checklistResults,
  findingSeverities,
  Id,
  storyStates,
  testOutcomes,
} from '@throughline/contract';
import type { ColumnType, Generated } from 'kysely';

interface StoryTable {
  id: Id<'story'>;
  estimate: number | null;
  rank: string;
  acceptance: Generated<string>;
  blocked_reason: Generated<string>;
  assignee_id: Id<'person'> | null;
  started_at: Generated<Date | null>;
  done_at: Generated<Date | null>;
}

interface StoryStateChangeTable {
  id: Generated<string>;
  story_id: Id<'story'>;
  at: Date;
  from_state: (typeof storyStates)[number] | null;
  to_state: (typeof storyStates)[number];
}

interface SprintTable {
  id: Id<'sprint'>;
  goal: Generated<string>;
  starts_on: string;
  ends_on: string;
  started_at: Generated<Date | null>;
  closed_at: Generated<Date | null>;
}

interface SprintCapacityTable {
  sprint_id: Id<'sprint'>;
  person_id: Id<'person'>;
  days: number;
}

interface SprintStoryTable {
  sprint_id: Id<'sprint'>;
  story_id: Id<'story'>;
  added_at: Date;
  committed: Generated<boolean>;
  committed_estimate: Generated<number | null>;
  left_at: Generated<Date | null>;
  outcome: Generated<'done' | 'spilled' | 'removed' | null>;
  closing_estimate: Generated<number | null>;
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
  standard_key: string | null;
}

interface DesignStandardTable {
  key: string;
  group_key: string;
  group_title: string;
  text: string;
  describes: string;
  ordinal: number;
  ended: boolean;
}

interface DesignWaiverTable {
  id: Id<'design_waiver'>;
  design_release_id: Id<'design_release'>;
  version: string;
  item: string;
  reason: string;
  until: string;
  granted_by: string;
  granted_at: Date;
}

interface ScreenImageTable {
  sha256: Buffer;
  media_type: string;
  width: number;
  height: number;
  content: Buffer;
}

interface DesignScreenTable {
  id: Id<'design_screen'>;
  design_release_id: Id<'design_release'>;
  version: string;
  sha256: Buffer;
  alt: string;
  added_by: string;
  added_at: Date;
}

interface UsabilityEvidenceTable {
  id: Id<'usability_evidence'>;
  design_release_id: Id<'design_release'>;
  version: string;
  study: string;
  task: string;
  held_on: string;
  participants: number;
  succeeded: number;
  url: string | null;
  findings: ColumnType<
    { severity: (typeof findingSeverities)[number]; text: string }[],
    string,
    string
  >;
}

interface TestRunTable {
  id: Id<'test_run'>;
  repository_id: Id<'repository'>;
  sha: string;
  branch: string | null;
  job: string;
  digest: Buffer;
  passed: number;
  failed: number;
  skipped: number;
  flaky: number;
  seconds: number;
  url: string | null;
  received_at: Date;
  detailed: Generated<boolean>;
}

interface TestCaseTable {
  id: Id<'test_case'>;
  repository_id: Id<'repository'>;
  job: string;
  digest: Buffer;
  group_name: string;
  name: string;
}

interface TestResultTable {
  run_id: Id<'test_run'>;
  case_id: Id<'test_case'>;
  outcome: (typeof testOutcomes)[number];
  seconds: number;
  message: string;
}

/** The tables of delivery: `db.$extendTables<DeliveryTables>()`. */
export type DeliveryTables = {
  story: StoryTable;
  story_state_change: StoryStateChangeTable;
  sprint: SprintTable;
  sprint_capacity: SprintCapacityTable;
  sprint_story: SprintStoryTable;
  design_release: DesignReleaseTable;
  design_checklist_item: DesignChecklistItemTable;
  design_standard: DesignStandardTable;
  design_waiver: DesignWaiverTable;
  screen_image: ScreenImageTable;
  design_screen: DesignScreenTable;
  usability_evidence: UsabilityEvidenceTable;
  test_run: TestRunTable;
  test_case: TestCaseTable;
  test_result: TestResultTable;
  required_test_job: { repository_id: Id<'repository'>; job: string };
};
