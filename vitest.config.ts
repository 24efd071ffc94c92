import { defineConfig } from 'vitest/config';

// Without 'import': vitest hands these to Node as --conditions, where they would also hold for require().
const conditions = ['source', 'node', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/server/testkit/**/*.test.ts',
      'packages/server/tests/**/*.test.ts',
    ],
    globalSetup: 'packages/server/tests/postgres/global-setup.ts',
    pool: 'forks',
    execArgv: ['--conditions=source', '--disable-warning=ExperimentalWarning'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A busy machine is slow, not wrong; what never comes true fails all the same.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
  },
});
