import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** What the processes of a party run, as absolute paths. */
export interface Program {
  readonly party: string;
  readonly storeHost: string;
  dispose(): Promise<void>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Bundles a party as the application itself is bundled: a start then costs a tenth of what it costs from the sources,
 * and changes to the sources do not reach parties that are started later.
 */
export async function makeProgram(): Promise<Program> {
  const parent = join(root, 'test-results');
  await mkdir(parent, { recursive: true });
  // Inside the project, so that the driver of the database is found.
  const folder = await mkdtemp(join(parent, 'party-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  await build({
    configFile: join(root, 'build', 'vite.main.config.ts'),
    build: {
      outDir: folder,
      rolldownOptions: { input: { party: fileURLToPath(new URL('party.ts', import.meta.url)) } },
    },
  });
  return {
    party: join(folder, 'party.js'),
    storeHost: join(folder, 'store-host.js'),
    dispose: async () => {
      process.off('exit', remove);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
