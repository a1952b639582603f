import { bundle } from './bundle.ts';
import { command } from './command.ts';
import { electronRuntime } from './electron-runtime.ts';
import { needSystemPackages } from './system-packages.ts';

/** `npm run pictures`: takes the pictures of build/pictures anew, of the real application, so that they stay true. */
try {
  await needSystemPackages('start', 'test');
  await electronRuntime();
  await bundle();
  process.exitCode = (
    await command(process.execPath, ['test/support/pictures/main.ts', ...process.argv.slice(2)], {
      show: true,
    })
  ).code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
