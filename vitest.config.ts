import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Three projects, one command each. The database and the browser are started once per run by the
// global set-ups; every integration file gets its own database, cloned from a migrated template.
export default defineConfig({
  test: {
    pool: 'forks',
    // By itself vitest leaves one core alone: of two that is half of the machine.
    maxWorkers: availableParallelism(),
    // By itself a poll gives up after a second, which a busy machine may take.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,scripts,tools,bench}/**/*.test.{ts,tsx}'],
          // A busy machine is slow, not wrong.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/support/database-server.ts', 'test/support/s3-server.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/database-server.ts', 'test/support/s3-server.ts'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
