/** Reads how many tests passed and failed from the JSON reports that the runners leave in test-results/. */
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

interface VitestReport {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

interface PlaywrightReport {
  errors: unknown[];
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

export function reportFile(part: Part): string {
  return path.join(REPORTS, `${part}.json`);
}

/** Null when the part left no report: it was not run, or did not get far enough. */
export function readCount(part: Part): Count | null {
  let report: unknown;
  try {
    report = JSON.parse(readFileSync(reportFile(part), 'utf8'));
  } catch {
    return null;
  }
  return part === 'e2e' ? countPlaywright(report as PlaywrightReport) : countVitest(report as VitestReport);
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
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  if (sum('passed') === 0 || sum('failed') > 0) process.exitCode = 1;
}
