import type {
  backlogSources,
  checklistResults,
  findingSeverities,
  Id,
  storyStates,
  testOutcomes,
  trackerSystems,
} from '@throughline/contract';
import type { ColumnType, Generated } from 'kysely';
import type { BacklogScope } from './tracker/outside-story.ts';

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

interface TrackerTable {
  id: Id<'tracker'>;
  name: string;
  system: (typeof trackerSystems)[number];
  address: string;
  account: Generated<string>;
  sealed_token: string;
  sealed_secret: string | null;
  refused_at: Generated<Date | null>;
  refused_says: Generated<string | null>;
  created_at: Date;
  created_by: string;
}

interface TrackerDeliveryTable {
  id: Generated<string>;
  tracker_id: Id<'tracker'>;
  at: Date;
  event: string;
  says: string;
}

type StoryState = (typeof storyStates)[number];

interface FollowedBacklogTable {
  id: Id<'followed_backlog'>;
  tracker_id: Id<'tracker'>;
  unit_id: Id<'unit'>;
  source_kind: (typeof backlogSources)[number];
  source_key: string;
  source_title: string;
  scope: ColumnType<BacklogScope, string, string>;
  states: ColumnType<Record<string, StoryState>, string | undefined, string>;
  sweep_from: Generated<Date | null>;
  sweep_cursor: Generated<string | null>;
  swept_at: Generated<Date | null>;
  imported: Generated<number>;
  total: number | null;
  poll_from: Generated<Date | null>;
  poll_cursor: Generated<string | null>;
  polled_at: Generated<Date | null>;
  seen_at: Generated<Date | null>;
  due_at: Date;
  problem: Generated<string | null>;
  created_at: Date;
  created_by: string;
}

interface FollowedHintTable {
  backlog_id: Id<'followed_backlog'>;
  what: 'issue' | 'sprint';
  external_id: string;
  at: Date;
}

interface FollowedEpicTable {
  backlog_id: Id<'followed_backlog'>;
  external_id: string;
  key: string;
  title: string;
  target_id: Id<'initiative' | 'feature'> | null;
  target_kind: 'initiative' | 'feature' | null;
  chosen_by: 'hand' | 'rule' | null;
}

interface FollowedStoryTable {
  story_id: Id<'story'>;
  tracker_id: Id<'tracker'>;
  backlog_id: Id<'followed_backlog'>;
  external_id: string;
  key: string;
  address: string;
  status: string;
  category: StoryState;
  assignee: Generated<string>;
  epic_id: string | null;
  changed_at: Date;
  seen_at: Date;
  gone: Generated<string>;
}

interface FollowedSprintTable {
  sprint_id: Id<'sprint'>;
  backlog_id: Id<'followed_backlog'>;
  external_id: string;
  state: 'planned' | 'running' | 'closed';
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
  tracker: TrackerTable;
  tracker_delivery: TrackerDeliveryTable;
  followed_backlog: FollowedBacklogTable;
  followed_hint: FollowedHintTable;
  followed_epic: FollowedEpicTable;
  followed_story: FollowedStoryTable;
  followed_sprint: FollowedSprintTable;
};
