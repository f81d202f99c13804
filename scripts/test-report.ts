/** Reads what became of the tests from the JSON reports that the runners leave in test-results/. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const REPORTS = path.join(path.dirname(import.meta.dirname), 'test-results', 'reports');
export const PARTS = ['unit', 'integration', 'e2e'] as const;

export type Part = (typeof PARTS)[number];

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** A test that did not pass at its first try. */
export interface Trouble {
  name: string;
  /** The beginning of what went wrong: the first line says what, the ones below often why. */
  message: string;
  /** It passed when it was tried again: the machine stumbled, or the test is not good enough. */
  flaky: boolean;
}

interface VitestTest {
  fullName: string;
  status: string;
  failureMessages?: string[];
}

interface VitestReport {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; message: string; assertionResults: VitestTest[] }[];
}

interface PlaywrightSuite {
  title: string;
  suites?: PlaywrightSuite[];
  specs: {
    title: string;
    tests: { status: string; results: { error?: { message?: string } }[] }[];
  }[];
}

interface PlaywrightReport {
  errors: { message?: string }[];
  suites: PlaywrightSuite[];
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

export function reportFile(part: Part): string {
  return path.join(REPORTS, `${part}.json`);
}

/** Null when the part left no report: it was not run, or did not get far enough. */
export function readCount(part: Part): Count | null {
  const report = read(part);
  if (report === null) return null;
  return part === 'e2e' ? countPlaywright(report as PlaywrightReport) : countVitest(report as VitestReport);
}

/** The tests of a part that did not pass at once, a line each. */
export function readTroubles(part: Part): Trouble[] {
  const report = read(part);
  if (report === null) return [];
  return part === 'e2e'
    ? troublesOfPlaywright(report as PlaywrightReport)
    : troublesOfVitest(report as VitestReport);
}

/** Whether all that went wrong is that processes of the runner died: their files say neither which test nor why. */
export function onlyDied(troubles: readonly Trouble[]): boolean {
  const failed = troubles.filter(({ flaky }) => !flaky);
  return failed.length > 0 && failed.every(({ message }) => message === '');
}

/** One that failed is told with what was found instead: who reads a log from elsewhere has nothing but the log. */
export function tellTrouble({ name, message, flaky }: Trouble): string {
  const [first = '', ...more] = message.split('\n');
  const told = `${flaky ? 'flaky ' : 'FAILED'}  ${name}: ${first}`;
  return flaky ? told : [told, ...more.map((line) => `        ${line}`)].join('\n');
}

function read(part: Part): unknown {
  try {
    return JSON.parse(readFileSync(reportFile(part), 'utf8'));
  } catch {
    return null;
  }
}

export function troublesOfVitest({ testResults }: Pick<VitestReport, 'testResults'>): Trouble[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.basename(name);
    const troubles = assertionResults
      .filter((test) => test.status === 'failed' || (test.failureMessages ?? []).length > 0)
      .map((test) => ({
        name: `${file} › ${test.fullName}`,
        message: beginning(test.failureMessages?.[0]),
        flaky: test.status !== 'failed',
      }));
    const broken = status === 'failed' && troubles.every(({ flaky }) => flaky);
    return broken ? [...troubles, { name: file, message: beginning(message), flaky: false }] : troubles;
  });
}

export function troublesOfPlaywright({
  suites,
  errors,
}: Pick<PlaywrightReport, 'suites' | 'errors'>): Trouble[] {
  const whole = errors.map(({ message }) => ({
    name: 'end to end',
    message: beginning(message),
    flaky: false,
  }));
  return [...whole, ...suites.flatMap((suite) => troublesOfSuite(suite, []))];
}

function troublesOfSuite(
  { title, suites = [], specs }: PlaywrightSuite,
  above: readonly string[],
): Trouble[] {
  const names = [...above, title];
  const own = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => ({
        name: [...names, spec.title].join(' › '),
        message: beginning(results.find(({ error }) => error)?.error?.message),
        flaky: status === 'flaky',
      })),
  );
  return [...own, ...suites.flatMap((suite) => troublesOfSuite(suite, names))];
}

/** Enough for the difference that a failed comparison shows. */
const TOLD_LINES = 16;
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

function beginning(text = 'no message'): string {
  const lines = text.replace(COLOURS, '').split('\n');
  return lines
    .filter((line, index) => index === 0 || line.trim() !== '')
    .slice(0, TOLD_LINES)
    .map((line) => line.slice(0, 300))
    .join('\n');
}

/** A file that could not even be loaded holds no failed test, and is a failure all the same. */
function countVitest(report: VitestReport): Count {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function countPlaywright({ stats, errors }: PlaywrightReport): Count {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

/** Run as a program it prints the sum of the last run, and fails unless tests ran and all of them passed. */
if (import.meta.main) {
  const counts = PARTS.map(readCount);
  const sum = (of: keyof Count) => counts.reduce((total, count) => total + (count?.[of] ?? 0), 0);
  for (const trouble of PARTS.flatMap(readTroubles)) console.log(tellTrouble(trouble));
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  if (sum('passed') === 0 || sum('failed') > 0) process.exitCode = 1;
}
