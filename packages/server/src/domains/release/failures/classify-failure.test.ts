import { failureClasses } from '@throughline/contract';
import { expect, test } from 'vitest';
import { classifyFailure, weightOf, type FailureEvidence } from './classify-failure.ts';
import { evidenceOf } from './log-rules.ts';

const step = (name: string, command: string, migration: boolean | null = null) => ({
  name,
  command,
  migration,
});
const classOf = (evidence: Partial<FailureEvidence>) =>
  classifyFailure({
    reported: 'step-failed',
    phase: 'deploy',
    says: 'Deploy: It ended with 1.',
    step: step('Deploy', './deploy.sh'),
    lines: [],
    wave: null,
    remedies: [],
    ...evidence,
  });

test('whatever fails while it goes back is a failed rollback', () => {
  for (const reported of failureClasses) {
    expect(classOf({ reported, phase: 'rollback' }).class).toBe('rollback-failed');
  }
});

test('what the engine knows for certain no log says better', () => {
  const lines = evidenceOf(['Error: migration 12 failed', 'Error: timed out waiting']);
  for (const reported of ['lost-worker', 'locked', 'frozen', 'superseded', 'refused'] as const) {
    expect(classOf({ reported, lines, step: step('Migrate', 'migrate up') }).class).toBe(reported);
  }
});

test.each([
  ['its name says so', step('Migrate the database', './run.sh'), []],
  ['its command says so', step('Prepare', 'npx prisma migrate deploy'), []],
  ['the pipeline declares it', step('Prepare', './run.sh', true), []],
  [
    'its command and the log say so',
    step('Prepare', 'flyway migrate'),
    ['ERROR: relation "users" already exists'],
  ],
])('a failed step is a failed migration where %s', (_, failed, log) => {
  expect(classOf({ step: failed, lines: evidenceOf(log) }).class).toBe('migration');
  expect(classOf({ step: failed, lines: evidenceOf(log), reported: 'timed-out' }).class).toBe(
    'migration',
  );
});

test('a step that is declared no migration is none, whatever it is called', () => {
  expect(classOf({ step: step('Migrate users to the new plan page', 'curl x', false) }).class).toBe(
    'step-failed',
  );
});

test('a wave that fails after others were done is a partial wave, and the first is not', () => {
  const second = classOf({ reported: 'health-gate', wave: { number: 2, of: 3 } });
  expect(second).toEqual({
    class: 'partial-wave',
    reasons: [
      '1 of 3 waves was done when wave 2 failed: two versions run.',
      'What was deployed did not answer as the gate expects.',
    ],
  });
  expect(classOf({ reported: 'health-gate', wave: { number: 1, of: 3 } }).class).toBe(
    'health-gate',
  );
});

test('what twice went away by running it again, and never otherwise, is flaky', () => {
  const flaky = (remedies: FailureEvidence['remedies']) => classOf({ remedies }).class;
  expect(flaky([{ how: 'retry', times: 2 }])).toBe('flaky');
  expect(flaky([{ how: 'retry', times: 1 }])).toBe('step-failed');
  expect(
    flaky([
      { how: 'retry', times: 5 },
      { how: 'roll-back', times: 1 },
    ]),
  ).toBe('step-failed');
});

test('a command that gave up waiting timed out, though it ended by itself', () => {
  const lines = evidenceOf(['error: timed out waiting for the condition']);
  expect(classOf({ lines })).toEqual({
    class: 'timed-out',
    reasons: ['The log says: “error: timed out waiting for the condition”.'],
  });
});

test('anything in production comes before everything elsewhere', () => {
  const inProduction = failureClasses.map((one) => weightOf({ class: one, production: true }));
  const elsewhere = failureClasses.map((one) => weightOf({ class: one, production: false }));
  expect(Math.min(...inProduction)).toBeGreaterThan(Math.max(...elsewhere));
});
