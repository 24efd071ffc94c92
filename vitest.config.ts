import { defineConfig } from 'vitest/config';

// Without 'import': vitest hands these to Node as --conditions, where they would also hold for require().
const conditions = ['source', 'node', 'default'];

/** Suites that do not mind which store they work on run on a PostgreSQL server too. */
const onEveryStore = [
  'packages/server/tests/operations/**/*.test.ts',
  'packages/server/tests/sync/{full-import,job-changes,live-builds,kill,deep,hints}.test.ts',
];
/** These need none. */
const withoutStore = ['packages/server/tests/operations/{authorise,passwords}.test.ts'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    globalSetup: 'packages/server/tests/postgres/global-setup.ts',
    pool: 'forks',
    execArgv: ['--conditions=source', '--disable-warning=ExperimentalWarning'],
    // A busy machine is slow, not wrong; what never comes true fails all the same.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'SQLite',
          provide: { backEnd: 'SQLite' },
          include: [
            'packages/*/src/**/*.test.ts',
            'packages/server/testkit/**/*.test.ts',
            'packages/server/tests/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: { name: 'PostgreSQL', provide: { backEnd: 'PostgreSQL' }, include: onEveryStore, exclude: withoutStore },
      },
    ],
  },
});
