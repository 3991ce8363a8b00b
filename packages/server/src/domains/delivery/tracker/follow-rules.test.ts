import { expect, test } from 'vitest';
import {
  meaningOf,
  nextDue,
  nextStep,
  presentSprint,
  sprintDays,
  workOfEpic,
  type Following,
} from './follow-rules.ts';

const now = Temporal.Instant.from('2026-11-23T09:00:00Z');
const ago = (minutes: number) => now.subtract({ minutes });
const idle: Following = {
  sweepFrom: null,
  sweepCursor: null,
  sweptAt: ago(60),
  pollFrom: null,
  pollCursor: null,
  polledAt: ago(5),
  dueAt: now,
};

test('what a webhook named comes first, then what is being read, then what is due', () => {
  const hint = { what: 'issue', id: '1' } as const;
  const sprint = { what: 'sprint', id: '2' } as const;
  expect(nextStep({ ...idle, sweepFrom: ago(1) }, [hint, sprint], now)).toEqual({
    kind: 'hints',
    issues: ['1'],
    sprints: ['2'],
  });
  expect(nextStep({ ...idle, sweepFrom: ago(1), sweepCursor: 'p2' }, [], now)).toEqual({
    kind: 'sweep',
    from: ago(1),
    cursor: 'p2',
  });
  expect(nextStep({ ...idle, sweptAt: null }, [], now)).toMatchObject({ kind: 'sweep' });
  expect(nextStep({ ...idle, sweptAt: ago(24 * 60) }, [], now)).toMatchObject({ kind: 'sweep' });
  expect(nextStep({ ...idle, polledAt: ago(10) }, [], now)).toEqual({
    kind: 'poll',
    since: ago(10),
    from: now,
    cursor: null,
  });
  expect(nextStep(idle, [], now)).toBeUndefined();
  expect(nextDue(idle, now)).toEqual(ago(-5));
});

test('a tool that asked to be left alone is, whatever is said meanwhile', () => {
  const waits = { ...idle, dueAt: now.add({ seconds: 1 }) };
  expect(nextStep(waits, [{ what: 'issue', id: '1' }], now)).toBeUndefined();
});

test('fifty issues at most are asked for at once', () => {
  const hints = Array.from({ length: 120 }, (_, index) => ({
    what: 'issue' as const,
    id: String(index),
  }));
  const step = nextStep(idle, hints, now);
  expect(step?.kind === 'hints' && step.issues.length).toBe(50);
});

test('a state means what somebody said, or else what the tool groups it under', () => {
  expect(meaningOf({ QA: 'in-review' }, 'QA', 'in-progress')).toBe('in-review');
  expect(meaningOf({ QA: 'in-review' }, 'Doing', 'in-progress')).toBe('in-progress');
  expect(meaningOf({}, 'constructor', 'open')).toBe('open');
});

test('an epic stands for the work that it names, or for the only one of its title', () => {
  const ref = 'ini_01kb5jvxxpe1sbym5ca5s97ahd';
  const work = (title: string, id: string, reference = 'ini_00000000000000000000000000') => ({
    id: id as never,
    kind: 'initiative' as const,
    title,
    ref: reference,
  });
  const offline = work('Offline forms', '1');
  const named = work('Something else', '2', ref);
  const epic = { title: ' offline FORMS', text: '' };
  expect(workOfEpic(epic, [offline, named])).toBe(offline);
  expect(workOfEpic({ ...epic, text: `See ${ref}.` }, [offline, named])).toBe(named);
  expect(workOfEpic(epic, [offline, work('Offline forms', '3')])).toBeUndefined();
});

test('a sprint’s moments are days in the organisation’s zone, its end at midnight the day before', () => {
  const at = (startsAt: string | null, endsAt: string | null, zone = 'Europe/Berlin') =>
    sprintDays({ startsAt, endsAt }, zone);
  expect(at('2026-11-22T23:30:00Z', '2026-12-04T16:00:00Z')).toEqual({
    startsOn: '2026-11-23',
    endsOn: '2026-12-04',
  });
  expect(at('2026-11-23T00:00:00Z', '2026-12-07T00:00:00Z', 'UTC')).toEqual({
    startsOn: '2026-11-23',
    endsOn: '2026-12-06',
  });
  expect(at(null, '2026-12-07T00:00:00Z')).toBeUndefined();
  expect(at('2026-01-01T00:00:00Z', '2026-12-01T00:00:00Z')).toBeUndefined();
});

test('a story is in the sprint that runs, or else in a planned one, never in one that ended', () => {
  const sprint = (id: string, state: 'planned' | 'running' | 'closed') => ({
    id,
    title: id,
    goal: '',
    startsAt: null,
    endsAt: null,
    state,
  });
  expect(presentSprint([sprint('a', 'closed'), sprint('b', 'planned')])?.id).toBe('b');
  expect(presentSprint([sprint('b', 'planned'), sprint('c', 'running')])?.id).toBe('c');
  expect(presentSprint([sprint('a', 'closed')])).toBeUndefined();
});
