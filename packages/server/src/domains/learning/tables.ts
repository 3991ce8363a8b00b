import type { Id, ModuleDue } from '@throughline/contract';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Timestamp } from '../../platform/database/tables.ts';

type Json = ColumnType<unknown, string, string>;
type LaterTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface TrackTable {
  id: Id<'track'>;
  key: string;
  audience: 'unit' | 'position' | 'everyone';
  audience_unit_id: Id<'unit'> | null;
  audience_post: string | null;
}

interface ModuleTable {
  id: Id<'module'>;
  track_id: Id<'track'>;
  key: string;
  position: number;
  body: string;
  due: ModuleDue;
  task: string;
  link: string;
  quiz: Json;
  text_file: string;
  quiz_file: string;
}

interface ModulePrerequisiteTable {
  module_id: Id<'module'>;
  after_id: Id<'module'>;
}

interface EnrollmentTable {
  id: Id<'enrollment'>;
  track_id: Id<'track'>;
  person_id: Id<'person'>;
  started_on: string;
  how: 'joined' | 'self' | 'assigned';
  created_at: Timestamp;
  completed_at: LaterTimestamp;
}

interface ModuleProgressTable {
  enrollment_id: Id<'enrollment'>;
  module_id: Id<'module'>;
  read_at: LaterTimestamp;
  answered: Generated<string[]>;
  done_at: LaterTimestamp;
}

interface QuizAttemptTable {
  id: GeneratedAlways<string>;
  enrollment_id: Id<'enrollment'>;
  module_id: Id<'module'>;
  at: Timestamp;
  score: number;
  out_of: number;
  answers: Json;
}

/** The tables of this domain. */
export type LearningTables = {
  track: TrackTable;
  module: ModuleTable;
  module_prerequisite: ModulePrerequisiteTable;
  enrollment: EnrollmentTable;
  module_progress: ModuleProgressTable;
  quiz_attempt: QuizAttemptTable;
};
