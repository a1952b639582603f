import * as v from 'valibot';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** What went wrong beside tests that failed. */
  readonly problem: string | null;
  /** A line or more for each test that failed, and each file that could not run. */
  readonly failures: readonly string[];
}

/** What Parley reads of the report of vitest's JSON reporter. */
const reportSchema = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.optional(v.string(), ''),
      assertionResults: v.array(
        v.object({
          status: v.string(),
          fullName: v.string(),
          failureMessages: v.optional(v.array(v.string()), []),
        }),
      ),
    }),
  ),
});

type FileReport = v.InferOutput<typeof reportSchema>['testResults'][number];

/** A stack's first lines say what failed and where; the whole stands above in the output. */
const firstLines = (message: string): string => message.split('\n').slice(0, 6).join('\n    ');

function failuresOf(file: FileReport): readonly string[] {
  if (file.status !== 'failed') return [];
  const failed = file.assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return [`${file.name}\n    ${firstLines(file.message)}`];
  return failed.map(
    (test) =>
      `${file.name}: ${test.fullName}${test.failureMessages.map((each) => `\n    ${firstLines(each)}`).join('')}`,
  );
}

/** Sums up one level's report; whatever keeps a level from being whole counts as at least one failure. */
export function countsOf(report: string, exitCode: number): Counts {
  let parsed: v.InferOutput<typeof reportSchema>;
  try {
    parsed = v.parse(reportSchema, JSON.parse(report));
  } catch {
    return {
      passed: 0,
      failed: 1,
      problem: `ended with ${String(exitCode)} and left no report`,
      failures: [],
    };
  }
  const { numPassedTests: passed, numFailedTests: failed } = parsed;
  const failures = parsed.testResults.flatMap(failuresOf);
  const unloaded = parsed.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  if (unloaded > 0)
    return {
      passed,
      failed: failed + unloaded,
      problem: `${String(unloaded)} files could not run`,
      failures,
    };
  if (passed + failed === 0) return { passed, failed: 1, problem: 'there are no tests', failures };
  if (exitCode !== 0 && failed === 0) {
    return {
      passed,
      failed: 1,
      problem: `all tests passed, yet vitest ended with ${String(exitCode)}`,
      failures,
    };
  }
  return { passed, failed, problem: null, failures };
}
