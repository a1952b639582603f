import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { bundle } from './bundle.ts';
import { requireDisplay } from './display.ts';
import { electronCommand, makeProfileFolder } from './electron-runtime.ts';
import { needSystemPackages } from './system-packages.ts';

/**
 * `npm run demo`: Alice and Bob, each in an own window with an own profile, who talk to each other over the small SIP
 * server that "Try it on this computer" uses. It listens on this computer only and ends with the last window, and
 * nothing of it is kept.
 */
requireDisplay('npm run demo');
await needSystemPackages('start');
await bundle();
const command = await electronCommand();
console.log(command.description);

const clock = {
  now: () => Date.now(),
  setTimer: (delay: number, run: () => void) => {
    const timer = setTimeout(run, delay);
    return () => {
      clearTimeout(timer);
    };
  },
};
