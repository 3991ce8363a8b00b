import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  at,
  file,
  folder,
  isRow,
  keys,
  list,
  rowOf,
  rowsOf,
  text,
  wordOf,
  type Row,
} from './read-files.ts';

const units = keys(list('units'));
const posts = keys(list('leadership'));
const people = keys(list('people'));
const cycles = list('cycles');
const cadences = list('cadences');
const tracks = rowsOf(file('learning/track.yaml')['tracks']);
const modules = tracks.flatMap((track) => rowsOf(track['modules']));

const known: Readonly<Record<string, readonly unknown[]>> = {
  unit: units,
  head: units,
  cycle: keys(cycles),
  next: keys(cycles),
  program: keys(list('programs')),
  tool: keys(list('tools')),
};

/** Every mapping anywhere below a value, itself included. */
function mappingsIn(value: unknown): Row[] {
  if (Array.isArray(value)) return value.flatMap(mappingsIn);
  if (!isRow(value)) return [];
  return [value, ...Object.values(value).flatMap(mappingsIn)];
}

/** Follows `parent` from each record to its root; throws on a circle. */
function climb(rows: readonly Row[]): void {
  for (const row of rows) {
    const seen = new Set<unknown>();
    for (let key = row['key']; key !== undefined; key = at(rows, wordOf(key))['parent']) {
      if (seen.has(key)) throw new Error(`a circle of parents at ${wordOf(key)}`);
      seen.add(key);
    }
  }
}

test('every key is a slug and unique in its kind', () => {
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.yaml'))) {
    for (const [kind, rows] of Object.entries(file(name))) {
      if (!Array.isArray(rows)) continue;
      const found = keys(rowsOf(rows)).map(wordOf);
      expect(new Set(found).size, `${name} ${kind}`).toBe(found.length);
      // A dot stands only inside a number: a standard's version.
      for (const key of found) expect(key).toMatch(/^[a-z0-9]+((-|(?<=\d)\.(?=\d))[a-z0-9]+)*$/);
    }
  }
});

test('units and cadences climb to a root without a circle, and only the company has no parent', () => {
  climb(list('units'));
  climb(cadences);
  const roots = list('units').filter((unit) => unit['parent'] === undefined);
  expect(roots.map((unit) => [unit['key'], unit['kind']])).toEqual([['procore', 'company']]);
});

test('memberships, posts, programs, tracks and cadences point at records that exist', () => {
  for (const row of [...list('memberships'), ...list('leadership'), ...cadences]) {
    expect(units).toContain(row['unit']);
  }
  for (const row of list('memberships')) expect(people).toContain(row['person']);
  for (const row of list('leadership')) expect([...people, 'vacant']).toContain(row['person']);
  for (const row of [...list('programs'), ...tracks]) expect(units).toContain(row['owner']);
  for (const row of cadences) expect(keys(cycles)).toContain(row['cycle']);
  for (const row of list('opportunities')) {
    expect(units).toContain(row['offeredBy']);
    expect(keys(tracks)).toContain(row['track']);
  }
});

test('who leads, decides and attends is a post or a unit that exists', () => {
  const whos = cycles.flatMap((cycle) => [
    cycle['ledBy'],
    cycle['decider'],
    ...rowsOf(cycle['attendees']),
    ...(cycle['sessions'] ? rowsOf(cycle['sessions']).map((session) => session['decider']) : []),
  ]);
  for (const [form, target] of whos.flatMap((who) => Object.entries(rowOf(who)))) {
    if (form === 'position') expect(posts).toContain(target);
    else if (form === 'teamRole')
      expect(['facilitator', 'product-owner', 'team']).toContain(target);
    else if (form === 'ownersOf') expect(target).toBe('$subject');
    else {
      expect(['unit', 'headOf', 'headsUnder', 'membersOf', 'rotation']).toContain(form);
      expect([...units, '$unit']).toContain(target);
    }
  }
});

test('format, insights and words in parameters are those that FORMAT.md lists', () => {
  const format = readFileSync(new URL('../FORMAT.md', folder), 'utf8');
  const sections = cycles.flatMap((cycle) => rowsOf(cycle['pack']));
  for (const section of sections) expect(format).toContain(`\`${wordOf(section['insight'])}\``);
  for (const word of JSON.stringify(cycles).match(/\$[a-zA-Z]+/g) ?? []) {
    expect(format).toContain(`\`${word}\``);
  }
  for (const output of cycles.flatMap((cycle) => rowsOf(cycle['outputs']))) {
    if (output['effect']) expect(format).toContain(`\`${wordOf(output['effect'])}\``);
    if (output['carriesTo']) expect(keys(cycles)).toContain(output['carriesTo']);
  }
  const evidence = mappingsIn(file('launch-templates.yaml')).flatMap(
    (row) => row['evidence'] ?? [],
  );
  for (const kind of evidence) expect(format).toContain(`\`${wordOf(kind)}\``);
});

test('every live reference in a learning text resolves, and a text has 300 to 600 words', () => {
  expect(modules).toHaveLength(6);
  for (const module of modules) {
    const words = text(`learning/${wordOf(module['text'])}`);
    expect(words.split(/\s+/).length).toBeGreaterThan(300);
    expect(words.split(/\s+/).length).toBeLessThan(600);
    for (const [whole, kind = '', key] of words.matchAll(/\{\{([^:}]*):?([^}]*)\}\}/g)) {
      expect(known[kind] ?? [], whole).toContain(key);
    }
    for (const earlier of rowsOf([module]).flatMap((row) => row['after'] ?? [])) {
      expect(keys(modules)).toContain(earlier);
    }
  }
});

test('every quiz has four or five questions, each with one right option or a live answer', () => {
  for (const module of modules) {
    const questions = rowsOf(file(`learning/${wordOf(module['quiz'])}`)['questions']);
    expect([4, 5]).toContain(questions.length);
    for (const question of questions) {
      const { options, correct, answer, about } = question;
      for (const reference of [about].flat()) {
        const [kind = '', key] = wordOf(reference).split(':');
        expect(known[kind] ?? []).toContain(key);
      }
      if (answer !== undefined) {
        expect([options, correct]).toEqual([undefined, undefined]);
        const { field, ...of } = rowOf(answer);
        expect(field).toBe('cycle' in of ? 'next_date' : 'head');
        for (const [kind, key] of Object.entries(of)) expect(known[kind] ?? []).toContain(key);
      } else {
        if (!Array.isArray(options)) throw new Error(`no options: ${wordOf(question['key'])}`);
        expect(new Set(options).size).toBe(options.length);
        expect(options[Number(correct)]).toBeTypeOf('string');
      }
    }
  }
});

test('the right option of a quiz is what the organisation says', () => {
  const rightOption = (module: string, question: string): unknown => {
    const questions = rowsOf(file(`learning/${module}.quiz.yaml`)['questions']);
    const { options, correct } = at(questions, question);
    return Array.isArray(options) ? options[Number(correct)] : undefined;
  };
  const unitOf = (key: string): Row => at(list('units'), key);
  const groups = list('units').filter((unit) => unit['parent'] === 'engineering');

  expect(rightOption('how-pt-is-organised', 'areas-of-dts')).toBe(
    // Data management, IT infrastructure and cybersecurity
    [unitOf('data-tech-and-security')['responsibilities']]
      .flat()
      .map(wordOf)
      .join(', ')
      .replace(', Cyber', ' and cyber'),
  );
  expect(groups.map((group) => group['name'])).not.toContain(
    rightOption('how-pt-is-organised', 'not-an-engineering-group'),
  );
  expect(rightOption('how-pt-is-organised', 'where-is-corporate-strategy')).toContain('company');
  expect(rightOption('operating-rhythm', 'where-designs-are-checked')).toBe(
    at(cycles, 'design-release')['title'],
  );
  expect(rightOption('release-process', 'what-git-wolf-does')).toBe(
    at(list('tools'), 'git-wolf')['job'],
  );
  expect(rightOption('release-process', 'what-sherpa-ui-does')).toBe(
    at(list('tools'), 'sherpa-ui')['job'],
  );
  expect(rightOption('release-process', 'where-failures-turn-up')).toBe(
    at(cycles, 'eng-ops')['title'],
  );
  expect(rightOption('go-to-market', 'which-tool-for-launches')).toBe(
    at(list('tools'), 'launchpad')['name'],
  );
  expect(rightOption('customers-and-partners', 'how-often-boards-meet')).toBe('Every quarter');
});
