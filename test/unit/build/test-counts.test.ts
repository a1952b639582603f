import { describe, expect, it } from 'vitest';
import { countsOf } from '../../../build/test-counts.ts';

const report = (files: readonly (readonly string[] | 'unloaded')[]): string => {
  const all = files.flatMap((file) => (file === 'unloaded' ? [] : file));
  return JSON.stringify({
    numPassedTests: all.filter((status) => status === 'passed').length,
    numFailedTests: all.filter((status) => status === 'failed').length,
    testResults: files.map((file, at) => ({
      name: `file-${String(at)}.test.ts`,
      status: file === 'unloaded' || file.includes('failed') ? 'failed' : 'passed',
      message: file === 'unloaded' ? 'cannot be loaded' : '',
      assertionResults:
        file === 'unloaded'
          ? []
          : file.map((status, test) => ({
              status,
              fullName: `test ${String(test)}`,
              failureMessages: status === 'failed' ? ['expected 1 to be 2\n    at here'] : [],
            })),
    })),
  });
};

describe('the count of a level', () => {
  it('is what the report says', () => {
    expect(countsOf(report([['passed', 'failed'], ['passed']]), 1)).toEqual({
      passed: 2,
      failed: 1,
      problem: null,
      failures: ['file-0.test.ts: test 1\n    expected 1 to be 2\n        at here'],
    });
  });

  it('names a file that does not load, and why', () => {
    expect(countsOf(report([['passed'], 'unloaded']), 1).failures).toEqual([
      'file-1.test.ts\n    cannot be loaded',
    ]);
  });

  it.each([
    ['no report', '', 1, 0],
    ['a report that breaks off', '{"numPassedTests": 3', 0, 0],
    ['no tests', report([]), 0, 0],
    ['a file that does not load', report([['passed'], 'unloaded']), 1, 1],
    ['a crash after the last test', report([['passed']]), 1, 1],
  ])('has a failure for %s', (_, text, exitCode, passed) => {
    expect(countsOf(text, exitCode)).toMatchObject({
      passed,
      failed: 1,
      problem: expect.any(String) as string,
    });
  });
});
