import type { RollbackSafety } from '@throughline/contract';

/** What of a commit matters when what ran before is to run again. */
export interface CommitBack {
  readonly sha: string;
  readonly subject: string;
  /** What is declared of the migrations that it brings; null where it brings none. */
  readonly migration: 'reversible' | 'irreversible' | 'undeclared' | null;
  /** Flags whose keys its code brings, and whether they serve here now. */
  readonly flags: readonly { readonly key: string; readonly on: boolean }[];
  /** The commit that it takes back; null where it takes back none. */
  readonly reverts: string | null;
}

/** How safe it is to go back behind one commit. */
export interface CommitSafety {
  readonly sha: string;
  readonly safety: RollbackSafety;
  readonly reasons: readonly string[];
}

/** What stands about the rollback as a whole. */
export interface RollbackFacts {
  /** The release that would run again; null where nothing ran well here before. */
  readonly before: string | null;
  /** The pipeline has steps that go back, or the release before can be deployed again. */
  readonly possible: boolean;
  /** Whether steps that migrate a database have begun, as the pipeline declares them. */
  readonly migrationSteps: readonly {
    readonly name: string;
    readonly reversible: boolean;
    readonly begun: boolean;
  }[];
}

/** Whether rolling back is safe, with the words why. */
export interface RollbackVerdict {
  readonly safety: RollbackSafety | 'impossible';
  readonly says: string;
}

const rank: Readonly<Record<RollbackSafety, number>> = { safe: 0, look: 1, unsafe: 2 };

/**
 * Whether one can go back behind a commit. A migration that is declared irreversible, or a flag that
 * is on and whose code would be gone, makes it unsafe; what nobody declared, and a revert, ask for a
 * look. `migrated`: whether migrations have run at all here; where none has begun, none stands in
 * the way.
 */
export function safetyOfCommit(commit: CommitBack, migrated: boolean): CommitSafety {
  let safety: RollbackSafety = 'safe';
  const reasons: string[] = [];
  const add = (worse: RollbackSafety, says: string) => {
    if (rank[worse] > rank[safety]) safety = worse;
    reasons.push(says);
  };
  if (commit.migration !== null && !migrated) {
    reasons.push('Its migration has not begun here.');
  } else if (commit.migration === 'irreversible') {
    add(
      'unsafe',
      'Its migration is declared irreversible: the code before may not understand the data.',
    );
  } else if (commit.migration === 'undeclared') {
    add('look', 'It brings a migration of which nobody declared whether it can be reversed.');
  } else if (commit.migration === 'reversible') {
    reasons.push('Its migration is declared reversible.');
  }
  for (const { key, on } of commit.flags) {
    if (on)
      add(
        'unsafe',
        `The flag ${key} is on here, and the code behind it would be gone: turn it off first.`,
      );
    else reasons.push(`The flag ${key} that it brings is off here.`);
  }
  if (commit.reverts !== null) {
    add('look', `It takes ${commit.reverts.slice(0, 8)} back: going back brings that in again.`);
  }
  if (reasons.length === 0)
    reasons.push('It brings no migration and no flag, and takes nothing back.');
  return { sha: commit.sha, safety, reasons };
}

/** Whether rolling back is safe, from its commits and its steps. */
export function rollbackVerdict(
  facts: RollbackFacts,
  commits: readonly CommitSafety[],
): RollbackVerdict {
  if (facts.before === null) {
    return {
      safety: 'impossible',
      says: 'Nothing ran well here before: there is nothing to go back to.',
    };
  }
  if (!facts.possible) {
    return {
      safety: 'impossible',
      says: `Its pipeline has no rollback steps. Deploy ${facts.before} again, or go forward.`,
    };
  }
  const stuck = facts.migrationSteps.find(({ begun, reversible }) => begun && !reversible);
  if (stuck) {
    return {
      safety: 'unsafe',
      says: `“${stuck.name}” has begun, and is declared irreversible: ${facts.before} may not understand the data. Go forward.`,
    };
  }
  const unsafe = commits.filter(({ safety }) => safety === 'unsafe');
  if (unsafe.length > 0) {
    return {
      safety: 'unsafe',
      says: `Not safe: ${count(unsafe.length, commits.length)}. ${first(unsafe)}`,
    };
  }
  const look = commits.filter(({ safety }) => safety === 'look');
  if (look.length > 0) {
    return {
      safety: 'look',
      says: `Look first: ${count(look.length, commits.length)}. ${first(look)}`,
    };
  }
  return {
    safety: 'safe',
    says:
      commits.length === 0
        ? `Safe: no commit came since ${facts.before}.`
        : `Safe: none of the ${commits.length === 1 ? 'commits' : `${commits.length} commits`} since ${facts.before} stands in the way.`,
  };
}

const count = (some: number, all: number) =>
  `${some} of ${all} ${all === 1 ? 'commit' : 'commits'} ${some === 1 ? 'stands' : 'stand'} in the way`;

const first = (commits: readonly CommitSafety[]) => commits[0]?.reasons[0] ?? '';

const trailer = /^(?:db-)?migrations?$/i;

/**
 * What a commit declares of its migrations: a trailer `Migration: reversible` or `Migration:
 * irreversible`; else a file that goes down beside the one that goes up; else nothing.
 */
export function declaredMigration(commit: {
  files: readonly string[];
  trailers: readonly { key: string; value: string }[];
  isMigration: (path: string) => boolean;
}): 'reversible' | 'irreversible' | 'undeclared' | null {
  const told = commit.trailers
    .find(({ key }) => trailer.test(key))
    ?.value.trim()
    .toLowerCase();
  if (told === 'reversible' || told === 'irreversible') return told;
  const migrations = commit.files.filter(commit.isMigration);
  if (migrations.length === 0) return null;
  const up = migrations.filter((path) => !/(?:^|[._/-])down(?:[._-]|\.sql|$)/i.test(path));
  const downs = migrations.length - up.length;
  return downs > 0 && downs >= up.length ? 'reversible' : 'undeclared';
}

/** The commit that a commit takes back, as `git revert` writes it; null where it says none. */
export function revertedBy(body: string): string | null {
  return /\bThis reverts commit ([0-9a-f]{7,64})\b/.exec(body)?.[1] ?? null;
}
