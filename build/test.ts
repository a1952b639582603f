import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { command } from './command.ts';
import { electronRuntime } from './electron-runtime.ts';
import { rootFolder } from './paths.ts';
import { needSystemPackages } from './system-packages.ts';
import { countsOf } from './test-counts.ts';
import type { Counts } from './test-counts.ts';

/**
 * `npm test [-- level …] [-- vitest arguments]`: all levels in order, or those named, and at the end the bare line
 * `N passed, N failed`. A level that crashes, that cannot load a file, or that has no tests counts as failed.
 */
const levels = ['unit', 'component', 'integration', 'journey'] as const;
const args = process.argv.slice(2);
const named = levels.filter((level) => args.includes(level));
const chosen = named.length > 0 ? named : levels;
const passedOn = args.filter((arg) => !levels.some((level) => level === arg));
const needsApplication = chosen.includes('integration') || chosen.includes('journey');
const results = join(rootFolder, 'test-results');

async function prepare(): Promise<void> {
  await mkdir(results, { recursive: true });
  if (chosen.some((level) => level !== 'unit')) await needSystemPackages('start', 'test', 'dist');
  if (!needsApplication) return;
  const runtime = await electronRuntime();
  console.log(`Electron ${runtime.version} (${runtime.official ? 'official' : 'repacked by Cypress'})`);
  await bundle();
}

async function run(level: string): Promise<Counts> {
  const report = join(results, `${level}.json`);
  await rm(report, { force: true });
  const result = await command(
    process.execPath,
    [
      join(rootFolder, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--config=build/vitest.config.ts',
      `--project=${level}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...passedOn,
    ],
    { show: true },
  );
  return countsOf(await readFile(report, 'utf8').catch(() => ''), result.code);
}

const total = { passed: 0, failed: 0 };
/** Told again at the end: with four levels, what failed stands far above it. */
const failures: string[] = [];
try {
  await prepare();
  for (const level of chosen) {
    console.log(`\n== ${level}`);
    const counts = await run(level);
    total.passed += counts.passed;
    total.failed += counts.failed;
    failures.push(...counts.failures.map((failure) => `${level}: ${failure.replaceAll(rootFolder, '.')}`));
    if (counts.problem !== null) failures.push(`${level}: ${counts.problem}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total.failed += 1;
}
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${String(total.passed)} passed, ${String(total.failed)} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
