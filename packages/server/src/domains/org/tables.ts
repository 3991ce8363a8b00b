import type { Id, UnitLevel } from '@throughline/contract';
import type { Generated } from 'kysely';

/** A day as the database gives it: `2026-11-23`; null where the period is open. */
export type Day = string | null;

interface UnitTable {
  id: Id<'unit'>;
  key: string;
  level: UnitLevel;
  short_name: string | null;
  responsibilities: string[];
  position: Generated<number>;
  since: Day;
  until: Day;
}

interface UnitParentTable {
  unit_id: Id<'unit'>;
  parent_id: Id<'unit'>;
  since: Day;
  until: Day;
}

interface PersonTable {
  id: Id<'person'>;
  key: string;
  email: string | null;
  time_zone: string | null;
}

interface MembershipTable {
  id: Id<'membership'>;
  key: string;
  person_id: Id<'person'>;
  unit_id: Id<'unit'>;
  title: Generated<string>;
  since: Day;
  until: Day;
  imported: Generated<boolean>;
}

interface LeadershipTable {
  id: Id<'leadership'>;
  key: string;
  unit_id: Id<'unit'>;
  title: string;
  head: Generated<boolean>;
  person_id: Id<'person'> | null;
  since: Day;
  until: Day;
  imported: Generated<boolean>;
}

interface PrincipleTable {
  id: Id<'principle'>;
  key: string;
  since: Day;
  until: Day;
}

/** The tables of this domain. */
export type OrgTables = {
  unit: UnitTable;
  unit_parent: UnitParentTable;
  person: PersonTable;
  membership: MembershipTable;
  leadership: LeadershipTable;
  principle: PrincipleTable;
};
