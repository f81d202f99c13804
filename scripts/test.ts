/**
 * `npm test`: everything that proves Pulse, from units to the app on a desktop.
 *
 *   npm test                          all parts
 *   npm test -- unit integration      some parts
 *   npm test -- incidents -t wake     files whose path has "incidents", tests whose name has "wake"
 *
 * All parts are run even when one fails, so one run tells everything.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.ts';
import { runE2e } from './e2e.ts';
import { runInForeground, wasInterrupted } from './foreground.ts';
import { ensureRuntime, runtimePackages } from './runtime/runtime.ts';
import { ensureSystemPackages, type PackageGroup } from './system-packages.ts';
import {
  onlyDied,
  PARTS,
  type Part,
  REPORTS,
  readCount,
  readTroubles,
  reportFile,
  tellTrouble,
} from './test-report.ts';

const ROOT = path.dirname(import.meta.dirname);
const VITEST = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { testNamePattern: { type: 'string', short: 't' } },
});
const named = PARTS.filter((part) => positionals.includes(part));
const parts = named.length > 0 ? named : PARTS;
const filters = positionals.filter((word) => !(PARTS as readonly string[]).includes(word));
const name = values.testNamePattern;
/** With a filter a part may well be empty; without one, an empty part is a mistake. */
const filtered = filters.length > 0 || name !== undefined;

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

// First, so that a machine that lacks something says so within seconds.
const packages: PackageGroup[] = parts.includes('e2e') ? [...runtimePackages(), 'desktop'] : [];
if (parts.includes('integration') && mayBecomeSshHost()) packages.push('ssh');
if (packages.length > 0) ensureSystemPackages(packages);

if (parts.includes('e2e')) {
  const runtime = await ensureRuntime();
  Object.assign(process.env, { PULSE_ELECTRON: runtime.executable });
  await ensureBuilt();
}

const summary: string[] = [];
for (const part of parts) {
  if (wasInterrupted()) break;
  console.log(`\n── ${part} ${'─'.repeat(60 - part.length)}`);
  const started = Date.now();
  const attempt = () =>
    runPart(part).catch((error: unknown) => {
      console.error(error);
      return 1;
    });
  let code = await attempt();
  // Seen now and then with the unit tests, of which some start threads. Once more, and said below.
  const died = part === 'unit' && code !== 0 && !wasInterrupted() ? readTroubles(part) : [];
  const again = onlyDied(died);
  if (again) {
    console.log(`\nA process of the runner died, and no test failed: once more.`);
    code = await attempt();
  }
  const count = readCount(part);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const told = count
    ? `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`
    : 'left no report';
  const ran = filtered || (count !== null && count.passed + count.failed > 0);
  const good = code === 0 && ran;
  if (!good) process.exitCode = 1;
  summary.push(`${good ? 'ok  ' : 'FAIL'}  ${part.padEnd(12)} ${told} (${seconds} s)`);
  if (again)
    summary.push(...died.map(({ name }) => `      flaky   ${name}: its process died, and all was run again`));
  summary.push(...readTroubles(part).map((trouble) => `      ${tellTrouble(trouble)}`));
}
console.log(`\n── summary ${'─'.repeat(53)}\n${summary.join('\n')}`);

/**
 * In a container that is thrown away. Where systemd rules, the package would open a port for everybody, now and after
 * each start: there the tests through SSH run if it is installed already, and are skipped otherwise.
 */
function mayBecomeSshHost(): boolean {
  return process.getuid?.() === 0 && !existsSync('/run/systemd/system');
}

async function runPart(part: Part): Promise<number> {
  if (part === 'e2e') {
    const args = ['--reporter=list,json', ...(name === undefined ? [] : ['--grep', name])];
    if (filtered) args.push('--pass-with-no-tests');
    return await runE2e([...args, ...filters], { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile(part) });
  }
  const args = ['run', '--project', part, '--reporter=default', '--reporter=json'];
  args.push(`--outputFile.json=${reportFile(part)}`);
  if (name !== undefined) args.push('--testNamePattern', name);
  if (filtered) args.push('--passWithNoTests');
  return await runInForeground(process.execPath, [VITEST, ...args, ...filters], { cwd: ROOT });
}
