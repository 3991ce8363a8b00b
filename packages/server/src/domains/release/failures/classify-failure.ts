import type { FailureClass, Settlement } from '@throughline/contract';
import type { EvidenceLine } from './log-rules.ts';

/** What is known of a failure when it happens. */
export interface FailureEvidence {
  /** What whoever failed called it. */
  readonly reported: FailureClass;
  readonly phase: 'deploy' | 'rollback';
  readonly says: string;
  readonly step: {
    readonly name: string;
    readonly command: string;
    /** What the pipeline declares of it; null where it declares nothing. */
    readonly migration: boolean | null;
  } | null;
  readonly lines: readonly EvidenceLine[];
  /** Of how many waves the failed one is which, from 1; null where there are none. */
  readonly wave: { readonly number: number; readonly of: number } | null;
  /** What ended failures of the same signature, with how often. */
  readonly remedies: readonly { readonly how: Settlement; readonly times: number }[];
}

/** A failure's class, and what it was decided by. */
export interface Classified {
  readonly class: FailureClass;
  readonly reasons: readonly string[];
}

const migrates =
  /\b(?:migrat(?:e|es|ion|ions|ing)|flyway|liquibase|alembic|db:migrate|knex|prisma migrate|goose|schema[- ]change)\b/i;
/** What databases and their tools say of a migration that went wrong. */
const migrationTrouble =
  /\b(?:relation|column|constraint|table|index) .{1,80}(?:already exists|does not exist|violates)|\bdirty database version\b|\bmigration .{0,80}(?:failed|locked)|\bchecksum mismatch\b|\block timeout\b|\bdeadlock detected\b/i;
const tookTooLong =
  /\b(?:deadline exceeded|progress deadline|timed? ?out waiting|timeout exceeded)\b/i;

/** So many times, and nothing else, must a plain retry have helped before a failure counts as flaky. */
const retriesUntilFlaky = 2;

/**
 * Decides of what class a failure is. What the engine knows for certain (a lost worker, a lock, a
 * freeze, a refusal) stands; what it only saw end badly is looked at more closely.
 */
export function classifyFailure(evidence: FailureEvidence): Classified {
  const { reported, step } = evidence;
  if (evidence.phase === 'rollback') {
    const why = step ? `“${step.name}” is a step of the rollback.` : 'It happened in the rollback.';
    return { class: 'rollback-failed', reasons: [why] };
  }
  if (certain.has(reported)) return { class: reported, reasons: [said[reported]] };
  const reasons: string[] = [];
  const migration = migrationReason(evidence);
  if (migration !== null) return { class: 'migration', reasons: [migration] };
  if (evidence.wave !== null && evidence.wave.number > 1) {
    const { number, of } = evidence.wave;
    const done = number - 1;
    reasons.push(
      `${done} of ${of} waves ${done === 1 ? 'was' : 'were'} done when wave ${number} failed: two versions run.`,
    );
    return { class: 'partial-wave', reasons: [...reasons, said[reported]] };
  }
  if (reported !== 'step-failed') return { class: reported, reasons: [said[reported]] };
  const retried = evidence.remedies.find(({ how }) => how === 'retry')?.times ?? 0;
  const others = evidence.remedies.filter(({ how }) => how !== 'retry' && how !== 'cancelled');
  if (retried >= retriesUntilFlaky && others.length === 0) {
    return {
      class: 'flaky',
      reasons: [
        `The same signature went away ${retried} times by running the step again, and never otherwise.`,
      ],
    };
  }
  const slow = evidence.lines.find(({ text, error }) => error && tookTooLong.test(text));
  if (slow) return { class: 'timed-out', reasons: [`The log says: “${slow.text.trim()}”.`] };
  return { class: 'step-failed', reasons: [said['step-failed']] };
}

/** What the engine knows for certain, and no log says better. */
const certain: ReadonlySet<FailureClass> = new Set([
  'inconclusive',
  'lost-worker',
  'locked',
  'frozen',
  'superseded',
  'refused',
  'rollback-failed',
  'migration',
  'conflict',
  'checks-failed',
  'push-refused',
]);

const said: Readonly<Record<FailureClass, string>> = {
  'step-failed': 'A command ended with another code than 0.',
  'timed-out': 'It was ended when its time was over.',
  'health-gate': 'What was deployed did not answer as the gate expects.',
  inconclusive: 'What the gate asks gave no clear answer.',
  migration: 'The step is declared a migration.',
  'partial-wave': 'Some waves were done and others not.',
  flaky: 'Running it again helped before.',
  'lost-worker': 'The runner was not heard of until its lease ended.',
  locked: 'A lock holds the place.',
  frozen: 'A freeze holds the environment.',
  superseded: 'A newer deployment took its place.',
  refused: 'It was refused before anything ran.',
  'rollback-failed': 'It happened in the rollback.',
  conflict: 'It changes lines that changed on the other side, too.',
  'checks-failed': 'A required check did not pass.',
  'push-refused': 'The remote did not take the push.',
};

function migrationReason({ step, lines, reported }: FailureEvidence): string | null {
  if (step === null || reported === 'health-gate') return null;
  if (step.migration === true) return said.migration;
  if (step.migration === false) return null;
  if (migrates.test(step.name)) return `The step is called “${step.name}”.`;
  const trouble = lines.find(({ text }) => migrationTrouble.test(text));
  if (migrates.test(step.command)) {
    return trouble ? `The log says: “${trouble.text.trim()}”.` : 'The command migrates a database.';
  }
  return null;
}

/** How bad each class is, from 0 to 9. */
const badness: Readonly<Record<FailureClass, number>> = {
  'rollback-failed': 9,
  migration: 8,
  'partial-wave': 8,
  'health-gate': 7,
  'lost-worker': 6,
  inconclusive: 6,
  'timed-out': 5,
  'step-failed': 5,
  'push-refused': 4,
  conflict: 4,
  'checks-failed': 4,
  refused: 3,
  locked: 2,
  frozen: 2,
  flaky: 2,
  superseded: 1,
};

/** What stands first in the room: production before all, then what is worse. */
export function weightOf(failure: { class: FailureClass; production: boolean }): number {
  return (failure.production ? 10 : 0) + badness[failure.class];
}

/** A class in words, as a table names it. */
export const classWords: Readonly<Record<FailureClass, string>> = {
  'step-failed': 'Step failed',
  'timed-out': 'Timed out',
  'health-gate': 'Health gate',
  inconclusive: 'Inconclusive gate',
  migration: 'Migration',
  'partial-wave': 'Partial wave',
  flaky: 'Flaky',
  'lost-worker': 'Lost worker',
  locked: 'Lock',
  frozen: 'Freeze',
  superseded: 'Superseded',
  refused: 'Refused',
  'rollback-failed': 'Rollback failed',
  conflict: 'Conflict',
  'checks-failed': 'Checks failed',
  'push-refused': 'Push refused',
};
