import { describe, expect, test } from 'vitest';
import { onlyDied, tellTrouble, troublesOfPlaywright, troublesOfVitest } from '../../scripts/test-report.ts';

describe('what the summary tells of tests that did not pass at once', () => {
  test('failed ones and those that needed a second try, by file and name', () => {
    const troubles = troublesOfVitest({
      testResults: [
        {
          name: '/somewhere/one.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [
            { fullName: 'a passes', status: 'passed', failureMessages: [] },
            { fullName: 'b stumbles', status: 'passed', failureMessages: ['Error: late\n    at x'] },
            { fullName: 'c fails', status: 'failed', failureMessages: ['Error: wrong\n    at y'] },
          ],
        },
      ],
    });
    expect(troubles.map(tellTrouble)).toEqual([
      'flaky   one.test.ts › b stumbles: Error: late',
      'FAILED  one.test.ts › c fails: Error: wrong\n            at y',
    ]);
  });

  test('a file that could not be loaded', () => {
    const broken = { name: '/somewhere/two.test.ts', status: 'failed', message: 'SyntaxError: no' };
    expect(troublesOfVitest({ testResults: [{ ...broken, assertionResults: [] }] })).toEqual([
      { name: 'two.test.ts', message: 'SyntaxError: no', flaky: false },
    ]);
  });

  test('whether processes died, and nothing else', () => {
    const dead = { name: 'three.test.ts', message: '', flaky: false };
    const stumbled = { name: 'four.test.ts › a', message: 'Error: late', flaky: true };
    expect(onlyDied([dead, stumbled])).toBe(true);
    expect(onlyDied([dead, { ...stumbled, flaky: false }])).toBe(false);
    expect(onlyDied([stumbled])).toBe(false);
  });

  test('the same of the window, however deep', () => {
    const spec = (title: string, status: string, message: string) => ({
      title,
      tests: [{ status, results: [{ error: { message } }, {}] }],
    });
    const troubles = troublesOfPlaywright({
      errors: [{ message: 'no display' }],
      suites: [
        {
          title: 'walk.e2e.ts',
          specs: [spec('fine', 'expected', '')],
          suites: [
            { title: 'walk', specs: [spec('stumbles', 'flaky', '\u001b[31mlate\u001b[39m\nmore')] },
            { title: 'end', specs: [spec('fails', 'unexpected', 'gone\n\n- Array []\n+ Array [ "why" ]')] },
          ],
        },
      ],
    });
    expect(troubles.map(tellTrouble)).toEqual([
      'FAILED  end to end: no display',
      'flaky   walk.e2e.ts › walk › stumbles: late',
      'FAILED  walk.e2e.ts › end › fails: gone\n        - Array []\n        + Array [ "why" ]',
    ]);
  });
});
