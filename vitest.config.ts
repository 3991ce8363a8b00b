import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const server = [
  'packages/{server,runner}/src/**/*.test.ts',
  'test/**/*.test.ts',
  'scripts/**/*.test.ts',
];
/** What only root can try out, such as changing to other accounts. */
const forRoot = process.geteuid?.() === 0 ? [] : ['**/*.as-root.test.ts'];
/**
 * What the second run, on a PostgreSQL server, leaves out: the embedded one; what takes long by waiting
 * for killed servers and moved clocks; and the domains' own tests. Every operation's statements run
 * there all the same: the tests of permissions, roles and hidden words call each of them.
 */
const onceIsEnough = process.env['TEST_DATABASE_URL']
  ? [
      '**/embedded-postgres/**',
      '**/*crash.test.ts',
      'test/rehearsal.test.ts',
      'packages/server/src/platform/rehearsal/**',
      'packages/server/src/domains/**',
    ]
  : [];
const house = ['test/house.test.ts', 'test/house/**'];
const browser = ['test/e2e/**/*.test.ts'];

/**
 * Three projects, so that the pure packages are tested without waiting for a database, and so that
 * the second run on a PostgreSQL server repeats only what touches one.
 */
export default defineConfig({
  test: {
    // Vitest leaves a core free, which on a machine of two means one file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'engines',
          include: [
            'packages/*/src/**/*.test.{ts,tsx}',
            'organisations/**/*.test.ts',
            'bench/**/*.test.ts',
            'test/house.test.ts',
            'test/house/**/*.test.ts',
          ],
          exclude: ['packages/{server,runner}/**', '**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'database',
          include: server,
          exclude: [...browser, ...house, ...forRoot, ...onceIsEnough, '**/node_modules/**'],
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: browser,
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
