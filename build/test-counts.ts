import * as v from 'valibot';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** What went wrong beside tests that failed. */
  readonly problem: string | null;
}

/** What Parley reads of the report of vitest's JSON reporter. */
const reportSchema = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  testResults: v.array(
    v.object({ status: v.string(), assertionResults: v.array(v.object({ status: v.string() })) }),
  ),
});

/** Sums up one level's report; whatever keeps a level from being whole counts as at least one failure. */
export function countsOf(report: string, exitCode: number): Counts {
  let parsed: v.InferOutput<typeof reportSchema>;
  try {
    parsed = v.parse(reportSchema, JSON.parse(report));
  } catch {
    return { passed: 0, failed: 1, problem: `ended with ${String(exitCode)} and left no report` };
  }
  const { numPassedTests: passed, numFailedTests: failed } = parsed;
  const unloaded = parsed.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  if (unloaded > 0)
    return { passed, failed: failed + unloaded, problem: `${String(unloaded)} files could not run` };
  if (passed + failed === 0) return { passed, failed: 1, problem: 'there are no tests' };
  if (exitCode !== 0 && failed === 0) {
    return { passed, failed: 1, problem: `all tests passed, yet vitest ended with ${String(exitCode)}` };
  }
  return { passed, failed, problem: null };
}
