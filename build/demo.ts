import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../shared/model/clock.ts';
import { silentLog } from '../main/log/log.ts';
import { startLoopback } from '../main/loopback/index.ts';
import { bundle } from './bundle.ts';
import { requireDisplay } from './display.ts';
import { electronCommand, makeProfileFolder } from './electron-runtime.ts';
import type { ElectronCommand } from './electron-runtime.ts';
import { giveToElectron } from './electron-user.ts';
import { script } from './script.ts';
import { needSystemPackages } from './system-packages.ts';

/**
 * `npm run demo`: Alice and Bob, each in a window with a profile of their own, talk to each other over the small SIP
 * server behind "Try it on this computer". It listens on this computer only, ends with the last window, and keeps
 * nothing.
 */
const clock: Clock = {
  now: () => Date.now(),
  after: (delay, task) => {
    const timer = setTimeout(task, delay);
    return () => {
      clearTimeout(timer);
    };
  },
};

async function person(name: string, left: number, command: ElectronCommand, port: number): Promise<void> {
  const profile = await makeProfileFolder('parley-demo-');
  // Where the application remembers its window: the two begin beside each other.
  const bounds = join(profile, 'window.json');
  await writeFile(bounds, JSON.stringify({ x: left, y: 60, width: 600, height: 700, maximized: false }));
  await giveToElectron(bounds);
  const own = [`--profile=${profile}`, `--try-as=${name}`, `--try-server=tcp://127.0.0.1:${port}`];
  const child = spawn(command.executablePath, [...command.args, ...own, ...process.argv.slice(2)], {
    cwd: command.cwd,
    env: command.env,
    stdio: 'inherit',
  });
  const end = (): void => {
    child.kill('SIGTERM');
  };
  process.on('SIGTERM', end).on('SIGHUP', end);
  try {
    await once(child, 'exit');
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

await script(async () => {
  requireDisplay('npm run demo');
  await needSystemPackages('start');
  await bundle();
  const command = await electronCommand();
  console.log(command.description);
  const server = await startLoopback({ clock, log: silentLog });
  console.log(
    `A SIP server for trying on 127.0.0.1, TCP port ${server.tcpPort}. It is no server for real use.`,
  );
  // Ctrl+C reaches both windows by the terminal, too.
  process.on('SIGINT', () => undefined);
  await Promise.all([
    person('Alice', 20, command, server.tcpPort),
    person('Bob', 640, command, server.tcpPort),
  ]);
  await server.stop();
});
