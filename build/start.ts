import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { bundle } from './bundle.ts';
import { requireDisplay } from './display.ts';
import { electronCommand } from './electron-runtime.ts';
import { script } from './script.ts';
import { needSystemPackages } from './system-packages.ts';

/** `npm start`: sets up what is missing, bundles, and runs Parley. Arguments after `--` go to the application. */
await script(async () => {
  requireDisplay('npm start');
  await needSystemPackages('start');
  await bundle();
  const command = await electronCommand();
  console.log(command.description);

  const child = spawn(command.executablePath, [...command.args, ...process.argv.slice(2)], {
    cwd: command.cwd,
    env: command.env,
    stdio: 'inherit',
  });
  // Ctrl+C reaches the application by the terminal, too, and it unregisters before it ends.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
});
