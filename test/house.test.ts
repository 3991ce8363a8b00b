import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { circles } from './house/circles.ts';
import { declaredDependencies } from './house/declared-dependencies.ts';
import { domainAnatomy, readsInTheirPlace } from './house/domain-anatomy.ts';
import { languageFaults } from './house/domain-language.ts';
import { domainImports } from './house/domain-table.ts';
import { fileNames, fileSize, noEscapes } from './house/file-shape.ts';
import { printFinding } from './house/finding.ts';
import type { Rule } from './house/finding.ts';
import { packageWalls } from './house/package-walls.ts';
import { readManifests, readTree } from './house/read-tree.ts';
import type { Manifest } from './house/read-tree.ts';
import { serverLayers } from './house/server-layers.ts';
import { parseSource } from './house/source-file.ts';
import { webLayers, zodInFormsOnly } from './house/web-layers.ts';

const root = join(import.meta.dirname, '..');
const files = readTree(root);

const rules: Readonly<Record<string, Rule>> = {
  packageWalls,
  serverLayers,
  domainImports,
  webLayers,
  zodInFormsOnly,
  circles,
  fileSize,
  fileNames,
  noEscapes,
  declaredDependencies: declaredDependencies(readManifests(root)),
  domainAnatomy,
  readsInTheirPlace,
};

describe('the house is in order', () => {
  test('its files were found and parsed', () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('test/house.test.ts');
    expect(paths).toContain('packages/contract/src/index.ts');
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(files.length / 2);
  });

  test.each(Object.entries(rules))('%s', (_, rule) => {
    expect(rule(files).map(printFinding)).toEqual([]);
  });
});

/** Files by path, as the rule under test sees them. */
type Planted = Readonly<Record<string, string>>;

function judge(rule: Rule, planted: Planted): string[] {
  return rule(Object.entries(planted).map(([path, text]) => parseSource(path, text))).map(
    printFinding,
  );
}

const org = 'packages/server/src/domains/org';
const release = 'packages/server/src/domains/release';
const flags = 'packages/server/src/domains/flags';
const webOrg = 'packages/web/src/domains/org';

describe('the walls between packages', () => {
  test.each<[string, Planted, string[]]>([
    [
      'web may not import the server',
      { 'packages/web/src/a.ts': `import type { Server } from '@throughline/server';` },
      ['packages/web/src/a.ts:1 web may not import server'],
    ],
    [
      'a wall holds against a dynamic import, a re-export and an import type',
      {
        'packages/cli/src/a.ts': [
          `const git = await import('@throughline/git');`,
          `export * from '@throughline/cadence';`,
          `type Flag = import('@throughline/flag-engine').Flag;`,
          `export type { Flag };`,
          `void git;`,
        ].join('\n'),
      },
      [
        'packages/cli/src/a.ts:2 cli may not import cadence',
        'packages/cli/src/a.ts:1 cli may not import git',
        'packages/cli/src/a.ts:3 cli may not import flag-engine',
      ],
    ],
    [
      'a relative path does not get round a wall',
      { 'packages/runner/src/a.ts': `import '../../server/src/main.ts';` },
      ['packages/runner/src/a.ts:1 leaves its package by ../../server/src/main.ts'],
    ],
    [
      'sdk takes no values from the engine, types it may',
      {
        'packages/sdk/src/a.ts': `import { compile } from '@throughline/flag-engine';`,
        'packages/sdk/src/b.ts': `import type { Flag } from '@throughline/flag-engine';`,
      },
      ['packages/sdk/src/a.ts:1 sdk may import only types of flag-engine'],
    ],
    [
      'an engine belongs to the domains that need it',
      {
        [`${release}/a.ts`]: `import '@throughline/git'; import '@throughline/cadence';`,
        [`${flags}/a.ts`]: `import '@throughline/flag-engine';`,
        'packages/server/src/platform/a.ts': `import '@throughline/flag-engine';`,
      },
      [
        `${release}/a.ts:1 only domains/rhythm, domains/strategy, domains/learning, domains/launch, domains/notify may import cadence`,
        'packages/server/src/platform/a.ts:1 only domains/flags, domains/notify may import flag-engine',
      ],
    ],
    [
      'a pure package imports nothing',
      {
        'packages/cadence/src/a.ts': `import { readFileSync } from 'node:fs';`,
        'packages/cadence/src/a.test.ts': `import { test } from 'vitest';`,
        'packages/contract/src/a.ts': `import { z } from 'zod';`,
        'packages/git/src/a.ts': `import { request } from 'node:http';`,
      },
      [
        'packages/cadence/src/a.ts:1 cadence is pure, but imports node:fs',
        'packages/git/src/a.ts:1 git knows no database and no HTTP, but imports node:http',
      ],
    ],
    [
      'a package without walls is found',
      { 'packages/extras/src/a.ts': `import 'zod';` },
      ['packages/extras/src/a.ts:1 package extras has no entry in the table of walls'],
    ],
  ])('%s', (_, planted, expected) => {
    expect(judge(packageWalls, planted)).toEqual(expected);
  });
});

describe('the layers of the server', () => {
  test('the platform knows no domain, not even its types', () => {
    expect(
      judge(serverLayers, {
        'packages/server/src/platform/ledger.ts': `import type { Unit } from '../domains/org/index.ts';`,
      }),
    ).toEqual([
      'packages/server/src/platform/ledger.ts:1 the platform knows no domain, but imports org',
    ]);
  });

  test('only app.ts composes domains, by their doors, and only main.ts imports it', () => {
    expect(
      judge(serverLayers, {
        'packages/server/src/app.ts': `import './domains/org/index.ts'; import './domains/org/store.ts';`,
        'packages/server/src/main.ts': `import './app.ts'; import './domains/org/index.ts';`,
        [`${org}/a.ts`]: `import '../../app.ts'; import '../../platform/clock.ts';`,
        [`${org}/b.ts`]: `import '../../configuration.ts';`,
        [`${org}/c.ts`]: `import '../../testing/start-app.ts';`,
        [`${org}/c.test.ts`]: `import '../../testing/start-app.ts';`,
      }),
    ).toEqual([
      'packages/server/src/app.ts:1 app.ts enters org by its index.ts only',
      'packages/server/src/main.ts:1 only app.ts knows the domains',
      `${org}/a.ts:1 only main.ts imports app.ts`,
      `${org}/b.ts:1 a domain imports domains and the platform, not configuration`,
      `${org}/c.ts:1 the program may not import what is there for tests`,
    ]);
  });
});

describe('the order of knowledge', () => {
  test('a domain imports only what the table allows, through its door', () => {
    expect(
      judge(domainImports, {
        [`${release}/a.ts`]: `import '../org/index.ts'; import '../org/store.ts';`,
        [`${org}/a.ts`]: `import type { Flag } from '../flags/index.ts';`,
        [`${org}/a.test.ts`]: `import '../flags/index.ts';`,
        [`${webOrg}/unit-page.tsx`]: `import '../release/index.ts';`,
        'packages/server/src/domains/billing/index.ts': `export {};`,
      }),
    ).toEqual([
      `${release}/a.ts:1 org is entered by its index.ts only`,
      `${org}/a.ts:1 org may not know flags`,
      `${webOrg}/unit-page.tsx:1 org may not know release`,
      'packages/server/src/domains/billing/index.ts there is no domain billing in the table',
    ]);
  });
});

describe('the layers of the web app', () => {
  test('only app/ composes domains and only ui/ imports the component library', () => {
    expect(
      judge(webLayers, {
        'packages/web/src/app/router.tsx': `import '../domains/org/index.ts'; import '../domains/org/unit-page.tsx'; const page = import('../domains/org/unit-page.tsx'); void page;`,
        'packages/web/src/api/client.ts': `import '../domains/org/index.ts';`,
        'packages/web/src/ui/button.tsx': `import '@base-ui/react/button'; import '../app/router.tsx';`,
        [`${webOrg}/unit-page.tsx`]: `import { Users } from 'lucide-react'; import '@base-ui/react/dialog'; import '../../ui/button.tsx';`,
      }),
    ).toEqual([
      'packages/web/src/app/router.tsx:1 app/ enters org by its index.ts only',
      'packages/web/src/api/client.ts:1 only app/ composes domains',
      'packages/web/src/ui/button.tsx:1 app/ is above its importers',
      `${webOrg}/unit-page.tsx:1 only ui/ imports lucide-react`,
      `${webOrg}/unit-page.tsx:1 only ui/ imports @base-ui/react`,
    ]);
  });

  test('zod and values of the contract come with lazily loaded forms only', () => {
    expect(
      judge(zodInFormsOnly, {
        [`${webOrg}/unit-page.tsx`]: [
          `import type { Unit } from '@throughline/contract';`,
          `import { operations } from '@throughline/contract/operation-table';`,
          `import { unitInput } from '@throughline/contract';`,
          `import { UnitForm } from './unit-form.tsx';`,
          `const lazily = import('./unit-form.tsx');`,
          `void [operations, unitInput, UnitForm, lazily];`,
          `export type { Unit };`,
        ].join('\n'),
        [`${webOrg}/unit-form.tsx`]: `import { z } from 'zod'; export const UnitForm = z;`,
      }),
    ).toEqual([
      `${webOrg}/unit-page.tsx:3 @throughline/contract is for lazily loaded forms (…-form.tsx) only`,
      `${webOrg}/unit-page.tsx:4 a form that carries zod is loaded with import()`,
    ]);
  });

  test('the operation table does not reach zod', () => {
    expect(
      judge(zodInFormsOnly, {
        'packages/contract/src/operation-table.ts': `import './paths.ts'; import type { Unit } from './org.ts'; export type { Unit };`,
        'packages/contract/src/paths.ts': `import { z } from 'zod'; void z;`,
        'packages/contract/src/org.ts': `import { z } from 'zod'; void z;`,
      }),
    ).toEqual(['packages/contract/src/paths.ts:1 zod is within reach of the operation table']);
  });
});

describe('circles', () => {
  test('a circle is found where one of its edges is a type, another a re-export', () => {
    expect(
      judge(circles, {
        'packages/git/src/a.ts': `import type { B } from './b.ts'; export type A = B;`,
        'packages/git/src/b.ts': `export * from './c.ts';`,
        'packages/git/src/c.ts': `const a = import('./a.ts'); void a; import './d.ts';`,
        'packages/git/src/d.ts': `export {};`,
      }),
    ).toEqual([
      'packages/git/src/a.ts imports run in a circle: packages/git/src/a.ts, packages/git/src/b.ts, packages/git/src/c.ts',
    ]);
  });

  test('a circle through the package name is one too, a diamond is none', () => {
    expect(
      judge(circles, {
        'packages/git/src/index.ts': `export * from './a.ts';`,
        'packages/git/src/a.ts': `import '@throughline/git';`,
        'packages/cadence/src/top.ts': `import './left.ts'; import './right.ts';`,
        'packages/cadence/src/left.ts': `import './bottom.ts';`,
        'packages/cadence/src/right.ts': `import './bottom.ts';`,
        'packages/cadence/src/bottom.ts': `export {};`,
      }),
    ).toEqual([
      'packages/git/src/a.ts imports run in a circle: packages/git/src/a.ts, packages/git/src/index.ts',
    ]);
  });
});

describe('the shape of a file', () => {
  test('four hundred lines are enough, unless it is a test or generated', () => {
    const long = `export {};\n${'// a line\n'.repeat(400)}`;
    expect(
      judge(fileSize, {
        'packages/git/src/long.ts': long,
        'packages/git/src/just.ts': `export {};\n${'// a line\n'.repeat(399)}`,
        'packages/git/src/long.test.ts': long,
        'packages/git/src/table.ts': `// Generated by scripts/table.ts\n${long}`,
      }),
    ).toEqual(['packages/git/src/long.ts has 401 lines; 400 are enough']);
  });

  test('names are kebab-case and say what is inside', () => {
    expect(
      judge(fileNames, {
        'packages/git/src/mergeQueue.ts': '',
        'packages/web/src/Button.tsx': '',
        'packages/web/src/hooks/date-utils.ts': '',
        'packages/web/src/common/dates.ts': '',
        'packages/git/src/merge-queue.test.ts': '',
        'packages/web/vite.config.ts': '',
        'packages/server/src/domains/rhythm/implied-dates.ts': '',
      }),
    ).toEqual([
      'packages/git/src/mergeQueue.ts mergeQueue.ts is not in kebab-case',
      'packages/web/src/Button.tsx Button.tsx is not in kebab-case',
      'packages/web/src/hooks/date-utils.ts "utils" says nothing of the matter',
      'packages/web/src/common/dates.ts "common" says nothing of the matter',
    ]);
  });

  test('any, suppressions, left-out tests and notes for later are found where they count', () => {
    expect(
      judge(noEscapes, {
        'packages/git/src/a.ts': [
          `export const a = (x: any) => x as any;`,
          `export const any = 'x: any // TODO';`,
          `// @ts-ignore`,
          `export const list: Record<string, any[]> = {}; // TODO later`,
          `/* oxlint-disable no-console */`,
          `export const rest = [1].values().drop(1).some(Boolean);`,
        ].join('\n'),
        'packages/git/src/a.test.ts': [
          `test.only('a', () => {});`,
          `describe.skip('b', () => {});`,
          `test('.only( in a name', () => {});`,
          'test.skip.each`x`;',
        ].join('\n'),
      }),
    ).toEqual([
      'packages/git/src/a.ts:1 any switches the type checker off',
      'packages/git/src/a.ts:1 any switches the type checker off',
      'packages/git/src/a.ts:4 any switches the type checker off',
      'packages/git/src/a.ts:3 a comment says @ts-ignore',
      'packages/git/src/a.ts:4 a comment says TODO',
      'packages/git/src/a.ts:5 a comment says oxlint-disable',
      'packages/git/src/a.test.ts:1 .only leaves tests out',
      'packages/git/src/a.test.ts:2 .skip leaves tests out',
      'packages/git/src/a.test.ts:4 .skip leaves tests out',
    ]);
  });
});

describe('dependencies', () => {
  test('what a workspace imports, its package.json declares', () => {
    const manifests = new Map<string, Manifest>([
      ['', { devDependencies: { vitest: '1', kysely: '1' } }],
      ['packages/server', { dependencies: { pg: '1' }, devDependencies: { '@types/semver': '1' } }],
      ['packages/web', { devDependencies: { '@fontsource/x': '1' } }],
    ]);
    expect(
      judge(declaredDependencies(manifests), {
        'packages/server/src/a.ts': `import 'pg'; import 'node:fs'; import 'kysely'; import type { Range } from 'semver'; import 'vitest'; export type { Range };`,
        'packages/server/src/b.ts': `import '@throughline/contract'; import 'semver';`,
        'packages/server/src/a.test.ts': `import 'vitest';`,
        'packages/web/src/main.tsx': `import '@fontsource/x/latin.css'; import 'pg';`,
        'bench/a.ts': `import '@throughline/git'; import 'kysely'; import 'tinybench';`,
      }),
    ).toEqual([
      'packages/server/src/a.ts:1 kysely is not declared in packages/server/package.json',
      'packages/server/src/a.ts:1 vitest is not declared in packages/server/package.json',
      'packages/server/src/b.ts:1 @throughline/contract is not declared in packages/server/package.json',
      'packages/server/src/b.ts:1 semver is not declared in packages/server/package.json',
      'packages/web/src/main.tsx:1 pg is not declared in packages/web/package.json',
      'bench/a.ts:1 tinybench is not declared in package.json',
    ]);
  });
});

describe('the anatomy of a domain', () => {
  test('a domain is flat, has a door, and files named after what they export', () => {
    expect(
      judge(domainAnatomy, {
        [`${org}/index.ts`]: '',
        [`${org}/unit-store.ts`]: '',
        [`${org}/add-unit.ts`]: 'export async function addUnit() {}',
        [`${org}/move-unit.ts`]: 'export function shiftUnit() {}',
        [`${org}/org-service.ts`]: 'export const orgService = 1;',
        [`${org}/units/views.ts`]: '',
        [`${flags}/routes.ts`]: '',
        [`${webOrg}/index.ts`]: '',
        [`${webOrg}/parts/chart.tsx`]: '',
      }),
    ).toEqual([
      `${org}/move-unit.ts move-unit.ts exports nothing of that name`,
      `${org}/org-service.ts org-service.ts is no part of a domain`,
      `${org}/units/views.ts ${org} is a flat folder (by noun past 15 files)`,
      `${flags}/routes.ts ${flags} has no index.ts`,
      `${webOrg}/parts/chart.tsx ${webOrg} is a flat folder (by noun past 15 files)`,
    ]);
  });

  test('past fifteen files a domain may be split by noun, one folder deep', () => {
    const grown: Record<string, string> = { [`${org}/index.ts`]: '' };
    for (let n = 1; n <= 15; n += 1) grown[`${org}/unit/part-${n}-rules.ts`] = '';
    expect(judge(domainAnatomy, grown)).toEqual([]);
    expect(judge(domainAnatomy, { ...grown, [`${org}/unit/old/rules.ts`]: '' })).toEqual([
      `${org}/unit/old/rules.ts ${org} is a flat folder (by noun past 15 files)`,
    ]);
  });

  test('tables are read in stores, views, insights and the platform only', () => {
    const query = 'export const q = (tx: Tx) => tx.selectFrom("unit").selectAll(); interface Tx {}';
    const raw = 'export const q = sql`\n  select id from unit where id = 1`;';
    expect(
      judge(readsInTheirPlace, {
        [`${org}/routes.ts`]: query,
        [`${org}/add-unit.ts`]: raw,
        [`${org}/move-unit.ts`]: 'export const q = sql`update unit set name = null`;',
        [`${org}/policy.ts`]:
          '// .selectFrom(here) is only spoken of\nexport const a = ".selectFrom(";',
        [`${org}/store.ts`]: query,
        [`${org}/unit-views.ts`]: raw,
        [`${org}/insights.ts`]: query,
        [`${org}/add-unit.test.ts`]: query,
        'packages/server/src/platform/ledger.ts': query,
      }),
    ).toEqual([
      `${org}/routes.ts:1 reads tables; that is for stores, views and insights`,
      `${org}/add-unit.ts:1 reads tables; that is for stores, views and insights`,
    ]);
  });
});

describe('the domain language', () => {
  test('every word is defined once, in order, and what is in italics is defined', () => {
    expect(languageFaults(readFileSync(join(root, 'docs/domain-language.md'), 'utf8'))).toEqual([]);
  });

  test('a word defined twice, out of order, or nowhere is found', () => {
    const page = [
      '# Words, some in *italics*',
      '## org',
      '- **Unit**: a part of *people*, *Units* and *Vacancies*.',
      '- **Vacancy**: a place.',
      '- **Person**: somebody.',
      '## catalog',
      '- **unit**: a measure.',
    ].join('\n');
    expect(languageFaults(page)).toEqual([
      'org: Person stands after vacancy',
      'unit is defined in org and in catalog',
      '*people* is defined nowhere',
    ]);
  });
});
