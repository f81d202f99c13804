import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { inlineStyles } from './build/inline-styles.ts';
import { NONCE_PLACEHOLDER } from './electron/shell/page-headers.ts';

const root = import.meta.dirname;

// What the tests' Electron 33 understands; newer ones understand it as well.
const NODE = 'node20.18';
const CHROME = 'chrome130';
const DEV_PORT = 5_199;

export default defineConfig(({ command }) => {
  const define = {
    __DEMO__: JSON.stringify(process.env.PULSE_BUILD !== 'product'),
    __DEV_SERVER__: JSON.stringify(command === 'serve'),
  };
  return {
    main: {
      define,
      build: {
        target: NODE,
        // All but the native module is bundled, so a package carries one module and not a tree of them.
        externalizeDeps: false,
        rolldownOptions: {
          // Threads are programs of their own.
          input: {
            main: join(root, 'electron/main.ts'),
            'store-worker': join(root, 'electron/engine/store/worker.ts'),
            'store-reader': join(root, 'electron/engine/store/reader/worker.ts'),
            'export-worker': join(root, 'electron/engine/export/worker.ts'),
            'configuration-worker': join(root, 'electron/engine/config/worker.ts'),
          },
          external: ['better-sqlite3', 'pg-native'],
        },
      },
    },
    preload: {
      define,
      build: {
        target: NODE,
        externalizeDeps: false,
        rolldownOptions: {
          input: { preload: join(root, 'electron/preload.cts') },
          // A sandboxed preload must be one CommonJS file.
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
    renderer: {
      root: join(root, 'renderer'),
      define,
      plugins: [react(), inlineStyles(NONCE_PLACEHOLDER)],
      html: { cspNonce: NONCE_PLACEHOLDER },
      // The page is at app://pulse/ while developing, too; only live reload talks to the server directly.
      server: {
        port: DEV_PORT,
        strictPort: true,
        hmr: { host: 'localhost', protocol: 'ws', clientPort: DEV_PORT },
      },
      build: {
        target: CHROME,
        outDir: join(root, 'out/renderer'),
        minify: true,
        // It comes from the disk, in one go.
        chunkSizeWarningLimit: 2_000,
        rolldownOptions: {
          input: join(root, 'renderer/index.html'),
          output: {
            codeSplitting: {
              groups: [
                // The page's beginning has it, and must not wait for the window's program.
                { name: 'preload-helper', test: /vite[\\/]preload-helper/, priority: 1 },
                // With all that it needs at the start: in eighty files, each was asked for and handed out by itself.
                { name: 'window', test: /renderer[\\/]src[\\/]window\.tsx$/ },
              ],
            },
          },
        },
      },
    },
  };
});
