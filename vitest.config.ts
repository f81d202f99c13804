import { defineConfig } from 'vitest/config';

/**
 * Node reads TypeScript by a WebAssembly of its own, in each thread anew. V8 compiles the ways out of it once they were
 * taken often, and now and then ends the process as it throws the old ones away while a thread ends ("Check failed:
 * jit_page.has_value()"): so never here.
 */
const execArgv = ['--wasm-wrapper-tiering-budget=2000000000'];

export default defineConfig({
  test: {
    projects: [
      {
        // As in every build but the one for users.
        define: { __DEMO__: 'true' },
        // Patience: a machine may have others to serve, and a test that hangs fails all the same.
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000, execArgv },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          // Real servers on a small machine: one file at a time, and patience.
          testTimeout: 60_000,
          execArgv,
          hookTimeout: 180_000,
          fileParallelism: false,
          // A small shared machine stumbles now and then. Who needed a second try is named in the summary as flaky.
          retry: 1,
        },
      },
    ],
  },
});
