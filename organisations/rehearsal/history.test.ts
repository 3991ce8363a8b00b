import { expect, test } from 'vitest';
import { historyOf } from './history.ts';
import { organisationFiles, teamsOf } from './people.ts';
import { periodOf, type Size } from './period.ts';
import { practiceFiles } from './practice.ts';
import { randomOf } from './random.ts';
import { sprintsOf, storiesEach } from './stories.ts';

const size: Size = { people: 40, months: 4, seed: 7, today: '2026-11-27' };
const address = 'http://127.0.0.1:4001';

test('the same size makes the same history, another seed another one', () => {
  const once = JSON.stringify(historyOf(size, address));
  expect(JSON.stringify(historyOf(size, address))).toBe(once);
  expect(JSON.stringify(historyOf({ ...size, seed: 8 }, address))).not.toBe(once);
  expect(organisationFiles(size)).toEqual(organisationFiles(size));
  expect(organisationFiles({ ...size, seed: 8 })).not.toEqual(organisationFiles(size));
});

test('a subject’s stream of chance is uniform and its own', () => {
  const random = randomOf(7, 'a subject');
  const counts = Array.from({ length: 10 }, () => 0);
  for (let index = 0; index < 10_000; index++) {
    const at = random.between(0, 9);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  // A mean of 1,000 with a standard deviation of 30: five of them either way.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  expect(randomOf(7, 'another').next()).not.toBe(randomOf(7, 'a subject').next());
});

test('facts lie behind today, in order, and only name what was made before', () => {
  const facts = historyOf(size, address);
  const { workdays } = periodOf(size);
  const days = new Set(workdays);
  expect(facts.filter(({ day }) => !days.has(day))).toEqual([]);
  const places = facts.map(({ day, slot }) => `${day} ${slot}`);
  expect(places).toEqual(places.toSorted());
  const made = new Set<string>();
  const missing = new Set<string>();
  for (const fact of facts) {
    if (fact.does !== 'call') continue;
    for (const [, key = ''] of JSON.stringify(fact.input).matchAll(/"@([^"]+)"/g)) {
      if (!/^(?:unit|person|environment|folder)\//.test(key) && !made.has(key)) missing.add(key);
    }
    if (fact.key) made.add(fact.key);
  }
  expect([...missing]).toEqual([]);
});

test('stories are sprints times teams times stories each', () => {
  const { workdays } = periodOf(size);
  expect(sprintsOf(size)).toHaveLength(Math.floor(workdays.length / 10));
  // 40 people are fewer than four dozen: one team for each of the four groups.
  expect(teamsOf(size)).toHaveLength(4);
  const stories = historyOf(size, address).filter(
    (fact) => fact.does === 'call' && fact.call === 'delivery.createStory',
  );
  expect(stories).toHaveLength(sprintsOf(size).length * 4 * storiesEach);
});

test('a thousand people have names of their own, and the company says that it is fictional', () => {
  const files = organisationFiles({ ...size, people: 1000 });
  const people = files.find(({ file }) => file === 'people.yaml')?.text ?? '';
  const names = [...people.matchAll(/name: (.+)/g)].map(([, name]) => name);
  expect(names).toHaveLength(1000);
  expect(new Set(names).size).toBe(1000);
  expect(files.find(({ file }) => file === 'organisation.yaml')?.text).toContain('(fictional)');
});

test('every cycle’s title says that it is fictional: so do packs, calendars and exports', () => {
  const cycles = practiceFiles().find(({ file }) => file === 'cycles.yaml')?.text ?? '';
  const titles = [...cycles.matchAll(/^ {4}(?:title|shortTitle): (.+)$/gm)].map(
    ([, title]) => title,
  );
  // Seven cycles, one of which has a short title too.
  expect(titles).toHaveLength(8);
  expect(titles.filter((title) => !title?.includes('(fictional)'))).toEqual([]);
  expect(cycles).not.toMatch(/procore/i);
});

test('every objective of a quarter that is over is closed with a grade, and no other', () => {
  const facts = historyOf(size, address).filter((fact) => fact.does === 'call');
  const made = facts.flatMap(({ call, key }) =>
    call === 'strategy.createObjective' && key ? [key] : [],
  );
  const closed = facts.flatMap(({ call, input }) =>
    call === 'strategy.changeObjective' ? [JSON.stringify(input)] : [],
  );
  // From 27 July to 27 November 2026: the third quarter is over, the fourth isn't. Each has an
  // objective of three products and of four teams.
  expect(made).toHaveLength(14);
  expect(closed).toHaveLength(7);
  for (const key of made.filter((one) => one.startsWith('objective/2026-q3/'))) {
    expect(closed.filter((input) => input.includes(`"@${key}"`))).toHaveLength(1);
  }
  for (const input of closed) expect(input).toMatch(/"grade":(?:0(?:\.\d+)?|1)\b/);
});

test('each key result has an owner, who leads the team', () => {
  const facts = historyOf(size, address).filter((fact) => fact.does === 'call');
  const owners = facts.flatMap(({ call, input }) =>
    call === 'strategy.createKeyResult'
      ? [(input.body as { owner?: string }).owner?.replace('@person/', '')]
      : [],
  );
  const leadership =
    organisationFiles(size).find(({ file }) => file === 'leadership.yaml')?.text ?? '';
  const leads = [...leadership.matchAll(/key: lead-of-[^]*?person: (\S+)/g)].map(([, key]) => key);
  // Two quarters, four teams, three key results and a guardrail each.
  expect(owners).toHaveLength(32);
  expect(new Set(owners)).toEqual(new Set(leads));
  expect(leads).toHaveLength(4);
});
