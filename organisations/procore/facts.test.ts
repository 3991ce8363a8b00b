import { expect, test } from 'vitest';
import { at, file, keys, list, rowOf, rowsOf, wordOf, type Row } from './read-files.ts';

const units = list('units');
const people = list('people');
const leadership = list('leadership');
const memberships = list('memberships');
const cycles = list('cycles');
const cadences = list('cadences');
const programs = list('programs');
const tools = list('tools');
const launch = file('launch-templates.yaml');

const childrenOf = (key: string): Row[] => units.filter((unit) => unit['parent'] === key);

/** The length of a cycle's agenda, title by title. */
const minutesOf = (cycle: Row): unknown[] => rowsOf(cycle['agenda']).map((part) => part['minutes']);

test('P&T develops and maintains the software, and Corporate Strategy stands beside it', () => {
  expect(keys(childrenOf('procore'))).toEqual(['corporate-strategy', 'product-and-technology']);
  expect(at(units, 'corporate-strategy')['kind']).toBe('team');
  expect(at(units, 'product-and-technology')).toMatchObject({
    kind: 'organisation',
    name: 'Product & Technology',
    purpose: "Develops and maintains the company's software products.",
  });
});

test('P&T has four parts, with the areas of DTS and of Portfolio and Enablement', () => {
  const parts = childrenOf('product-and-technology');
  expect(parts.map((part) => [part['kind'], part['name']])).toEqual([
    ['part', 'Engineering'],
    ['part', 'Product and Design'],
    ['part', 'Data Tech and Security'],
    ['part', 'Portfolio and Enablement'],
  ]);
  expect(at(parts, 'data-tech-and-security')['responsibilities']).toEqual([
    'Data management',
    'IT infrastructure',
    'Cybersecurity',
  ]);
  expect(at(parts, 'portfolio-and-enablement')['responsibilities']).toEqual(
    expect.arrayContaining(['Business enablement', 'Tech enablement']),
  );
});

test('Engineering has four groups, each with the head that is known', () => {
  const headed = childrenOf('engineering').map((group) => {
    const head = leadership.find((post) => post['unit'] === group['key'] && post['head'] === true);
    return [group['kind'], group['name'], at(people, wordOf(head?.['person']))['name']];
  });
  expect(headed).toEqual([
    ['group', 'Preconstruction, Financials & Core SaaS', 'Beth Daggert'],
    ['group', 'Construction Intel & Runtime Platform', 'Bryan Wasicek'],
    ['group', 'Resource Management', 'Hemendra Pal'],
    ['group', 'Project Execution', 'Hisham Younis'],
  ]);
});

test('nobody but the four heads is named, and every other post is vacant', () => {
  expect(people.map((person) => person['name'])).toEqual([
    'Beth Daggert',
    'Bryan Wasicek',
    'Hemendra Pal',
    'Hisham Younis',
  ]);
  for (const post of leadership) {
    const isGroup = at(units, wordOf(post['unit']))['kind'] === 'group';
    expect(post['person'] === 'vacant', wordOf(post['key'])).toBe(!isGroup);
  }
  for (const program of programs) expect(program['manager']).toBe('vacant');
  expect(memberships).toHaveLength(4);
});

test('every unit has one head post, so that a vacancy shows', () => {
  for (const unit of units) {
    const heads = leadership.filter(
      (post) => post['unit'] === unit['key'] && post['head'] === true,
    );
    expect(heads, wordOf(unit['key'])).toHaveLength(1);
  }
});

test('no guiding principle and no capability is put into the organisation’s mouth', () => {
  expect(list('principles')).toEqual([]);
  expect(list('capabilities')).toEqual([]);
  expect(keys(list('opportunities'))).toEqual(['onboarding-sessions']);
});

test('the operating rhythm has the seven cycles with the minutes of their agendas', () => {
  // Minutes as the notes on rhythm give them; the sums are the durations.
  const expected: [string, number[], number][] = [
    ['annual-planning', [10, 20, 40, 30, 15, 5], 120],
    ['qbr', [15, 10, 20, 25, 15, 5], 90],
    ['initiative-okr', [5, 10, 25, 10, 10], 60],
    ['product-monthly', [5, 5, 15, 15, 10, 10], 60],
    ['design-release', [5, 15, 15, 5, 5], 45],
    ['eng-ops', [5, 10, 10, 20, 10, 5], 60],
    ['agile', [5, 5, 15, 10, 20, 5], 60],
  ];
  expect(cycles.map((cycle) => [cycle['key'], minutesOf(cycle), cycle['durationMinutes']])).toEqual(
    expected,
  );
  expect(cycles.map((cycle) => cycle['preReadBusinessDays'])).toEqual([5, 3, 2, 2, 1, 1, 0]);
  expect(at(cycles, 'annual-planning')['ledBy']).toEqual({ unit: 'corporate-strategy' });
  expect(rowsOf(at(cycles, 'agile')['sessions']).map((session) => session['title'])).toEqual([
    'Sprint planning',
    'Backlog grooming',
    'Retrospective',
  ]);
});

test('an agenda shows every section of its pack, and no other', () => {
  for (const cycle of cycles) {
    const shown = rowsOf(cycle['agenda']).flatMap((part) => part['sections'] ?? []);
    const sections = keys(rowsOf(cycle['pack']));
    expect(new Set(shown), wordOf(cycle['key'])).toEqual(new Set(sections));
    expect(new Set(sections).size).toBe(sections.length);
  }
});

test('one Customer Advisory Board for each segment, quarterly, beside the labs and APEX', () => {
  const boards = programs.filter((program) => program['kind'] === 'customer-advisory-board');
  expect(boards.map((board) => [board['segment'], board['frequency']])).toEqual([
    ['general-contractor', 'quarterly'],
    ['project-owner', 'quarterly'],
    ['specialty-contractor', 'quarterly'],
  ]);
  expect(at(programs, 'innovation-labs')['kind']).toBe('innovation-lab');
  expect(at(programs, 'apex')['name']).toBe('APEX, A Procore Executive Experience');
  expect(rowsOf(at(programs, 'apex')['blueprint']).map((part) => part['title'])).toEqual([
    'Objectives',
    'Technology insight',
    'Industry practice',
  ]);
  expect(programs).toHaveLength(5);
});

test('the release process has its three stages and practices, and the company its five tools', () => {
  const { releaseProcess, environments } = file('environments.yaml');
  expect(rowOf(releaseProcess)['stages']).toEqual(['development', 'testing', 'deployment']);
  expect(rowsOf(rowOf(releaseProcess)['practices']).map((practice) => practice['name'])).toEqual([
    'Feature branching',
    'Patch deployment strategies',
    'Git workflow automation',
  ]);
  expect(keys(rowsOf(environments))).toEqual(['development', 'testing', 'staging', 'production']);
  expect(tools.map((tool) => [tool['name'], tool['domain']])).toEqual([
    ['Git Wolf', 'release'],
    ['Sherpa UI', 'release'],
    ['LaunchPad', 'launch'],
    ['LaunchDarkly', 'flags'],
    ['In-App Notifications', 'notify'],
  ]);
});

test('a tier comes from six questions, and each possible sum from 7 to 18 has one', () => {
  const tiers = rowOf(launch['tiers']);
  const questions = rowsOf(tiers['questionnaire']);
  expect(questions).toHaveLength(6);
  for (const question of questions) {
    expect(rowsOf(question['answers']).map((answer) => answer['score'])).toEqual([1, 2, 3]);
  }
  expect(tiers['bands']).toEqual([
    { tier: 1, from: 15, to: 18 },
    { tier: 2, from: 11, to: 14 },
    { tier: 3, from: 7, to: 10 },
  ]);
});

test('the standard launch has the phases, the offsets and the P0 items of the launch notes', () => {
  const template = at(rowsOf(launch['templates']), 'standard');
  const phases = rowsOf(template['phases']);
  expect(phases.map((phase) => [phase['key'], ...Object.values(rowOf(phase['offsets']))])).toEqual([
    ['frame', -60, -30, -7],
    ['position', -50, -25, null],
    ['build-assets', -35, -18, -5],
    ['enable', -28, -14, -2],
    ['prove', -14, -7, -1],
    ['decide', -3, -2, -1],
    ['launch', 0, 0, 0],
  ]);
  const items = phases.flatMap((phase) => rowsOf(phase['items']));
  expect(keys(items.filter((item) => item['priority'] === 'P0'))).toEqual([
    'flag-linked',
    'price-approved',
    'docs-live',
    'support-briefed',
    'health-green',
    'rollback-rehearsed',
    'design-release-approved',
  ]);
  const roles = keys(rowsOf(launch['roles']));
  for (const item of items) expect(roles).toContain(item['owner']);
  expect(rowOf(template['reviews'])['offsets']).toEqual({
    tier1: [1, 7, 30, 90],
    tier2: [7, 30],
    tier3: [14],
  });
  expect(template['decision']).toEqual({
    failedP0: 'no-go',
    goFromP1Share: 0.8,
    conditionalFromP1Share: 0.6,
  });
});

test('each Engineering group has an operational review that rises to Engineering', () => {
  const rising = cadences.filter((cadence) => cadence['parent'] === 'eng-ops-engineering');
  expect(rising.map((cadence) => [cadence['cycle'], cadence['unit']])).toEqual(
    childrenOf('engineering').map((group) => ['eng-ops', group['key']]),
  );
  const held = new Set(cadences.map((cadence) => cadence['cycle']));
  expect(keys(cycles).filter((cycle) => !held.has(cycle))).toEqual(['agile']);
});
