import { shell } from 'electron';
import { readFile } from 'node:fs/promises';
import { release } from 'node:os';
import type { CommandArguments, CommandOutput } from '../../shared/contract/commands.ts';

export interface Installation {
  readonly folders: { readonly data: string; readonly logs: string };
  /** The policy that is in force; null without one. */
  readonly policy: string | null;
  /** What the build found in the bundle: JSON. */
  readonly licences: string;
}

interface InstallationHandlers {
  installation(): Promise<CommandOutput<'installation'>>;
  openFolder(input: CommandArguments<'openFolder'>): Promise<Record<string, never>>;
  licences(): Promise<CommandOutput<'licences'>>;
}

/** The commands about what is installed here. */
export function installationHandlers({ folders, policy, licences }: Installation): InstallationHandlers {
  return {
    installation: () =>
      Promise.resolve({
        versions: {
          electron: process.versions.electron,
          chromium: process.versions.chrome,
          node: process.versions.node,
        },
        platform: `${process.platform} ${release()}, ${process.arch}`,
        folders,
        policy,
      }),
    openFolder: async ({ folder }) => {
      const problem = await shell.openPath(folders[folder]);
      if (problem !== '') throw new Error(`The folder was not opened: ${problem}`);
      return {};
    },
    // The endpoint checks what goes out as it checks what comes in.
    licences: async () => JSON.parse(await readFile(licences, 'utf8')) as CommandOutput<'licences'>,
  };
}
