/**
 * A process of its own around a store, for tests that end it without warning.
 * Usage: store-child.ts hold|write|export <folder> <migrationsFolder> [path]
 */
import { writeSync } from 'node:fs';
import { startExport } from '../../electron/engine/export/job.ts';
import { openStore } from '../../electron/engine/store/store.ts';
import { ExportRequest } from '../../shared/domain/export.ts';
import { writeResult } from './samples.ts';

const [mode, folder = '', migrationsFolder = '', path = ''] = process.argv.slice(2);

/** At once and in order, not through a stream that dies with its buffer. */
const say = (line: unknown) => writeSync(1, `${typeof line === 'string' ? line : JSON.stringify(line)}\n`);

function open(readonly = false) {
  try {
    return openStore({ folder, migrationsFolder, readonly });
  } catch (error) {
    const problem = error instanceof Error && 'problem' in error ? error.problem : String(error);
    say({ problem });
    process.exit(3);
  }
}

if (mode === 'hold') {
  const held = open();
  say('open');
  // A store that nobody refers to is closed when its memory is collected.
  setInterval(() => held.opening, 1_000);
} else if (mode === 'write') {
  const store = open();
  const checks = store.checks.list();
  for (let n = 0; ; n++) {
    const check = checks[n % checks.length];
    if (check === undefined) throw new Error('There are no checks to write runs of.');
    const run = writeResult(store, check, n, `Run ${n} of this process`);
    say(`${run.id} ${n}`);
  }
} else if (mode === 'export') {
  // With this handler, going over the limit on the size of a file is an error of the write.
  process.on('SIGXFSZ', () => {});
  const store = open(true);
  const job = startExport({ store, request: ExportRequest.parse({}), path, onProgress: say });
  await job.done;
  store.close();
} else throw new Error(`There is no mode ${mode}.`);
