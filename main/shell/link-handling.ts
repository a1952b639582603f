import { app } from 'electron';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CommandOutput } from '../../shared/contract/commands.ts';

const schemes = ['sip', 'im'] as const;
type Scheme = (typeof schemes)[number];

/** What the package installs, and what desktops know Parley by. */
const desktopFile = 'parley.desktop';
const run = promisify(execFile);
/** The scripts of xdg-utils ask several tools of the desktop in turn, milliseconds. */
const longestRun = 10_000;

interface LinkHandlers {
  linkHandling(): Promise<CommandOutput<'linkHandling'>>;
  handleLinks(): Promise<CommandOutput<'handleLinks'>>;
}

/**
 * Whether the system brings `sip:` and `im:` links to Parley, and having it do so. Installing Parley makes it one of
 * the programs that can; which of them is asked first is the user's choice, and nothing is taken from another unasked.
 */
export function linkHandlers(): LinkHandlers {
  const handling = async (): Promise<CommandOutput<'linkHandling'>> => {
    const each = await Promise.all(
      schemes.map(async (scheme) => ((await isHandled(scheme)) ? [scheme] : [])),
    );
    return { handled: each.flat() };
  };
  return {
    linkHandling: handling,
    handleLinks: async () => {
      // One by one: on Linux both go into the same file.
      for (const scheme of schemes) await handle(scheme);
      // What the system says counts, not what it was asked for.
      return handling();
    },
  };
}

/** While developing, the program is Electron itself, and the application its first argument. */
const program = (): [path?: string, args?: string[]] =>
  app.isPackaged ? [] : [process.execPath, [app.getAppPath()]];

async function isHandled(scheme: Scheme): Promise<boolean> {
  if (process.platform !== 'linux') return app.isDefaultProtocolClient(scheme, ...program());
  return (await xdgMime('query', 'default', `x-scheme-handler/${scheme}`)).trim() === desktopFile;
}

async function handle(scheme: Scheme): Promise<void> {
  if (process.platform === 'linux') await xdgMime('default', desktopFile, `x-scheme-handler/${scheme}`);
  else app.setAsDefaultProtocolClient(scheme, ...program());
}

/** Electron runs it too, and has the window wait meanwhile. Empty where it is not there or fails. */
async function xdgMime(...args: readonly string[]): Promise<string> {
  try {
    return (await run('xdg-mime', args, { timeout: longestRun })).stdout;
  } catch {
    return '';
  }
}
