import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        // As in every build but the one for users.
        define: { __DEMO__: 'true' },
        // Patience: a machine may have others to serve, and a test that hangs fails all the same.
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          // Real servers on a small machine: one file at a time, and patience.
          testTimeout: 60_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          // A small shared machine stumbles now and then. Who needed a second try is named in the summary as flaky.
          retry: 1,
        },
      },
    ],
  },
});
