import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

/** What the processes of a party run, as absolute paths. */
export interface Program {
  readonly party: string;
  readonly storeHost: string;
  dispose(): Promise<void>;
}

/** A change to a source that makes a build break the promise. */
export interface Fault {
  readonly name: string;
  /** What the comparison says of it. */
  readonly tells: RegExp;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Bundles a party as the application itself is bundled: a start then costs a tenth of what it costs from the sources,
 * and changes to the sources do not reach parties that are started later.
 */
export async function makeProgram(fault: Fault | null = null): Promise<Program> {
  const parent = join(root, 'test-results');
  await mkdir(parent, { recursive: true });
  // Inside the project, so that the driver of the database is found.
  const folder = await mkdtemp(join(parent, 'party-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  await build({
    configFile: join(root, 'build', 'vite.background.config.ts'),
    plugins: fault === null ? [] : [breaking(fault)],
    build: {
      outDir: folder,
      rolldownOptions: { input: { party: fileURLToPath(new URL('party.ts', import.meta.url)) } },
    },
  });
  return {
    party: join(folder, 'party.cjs'),
    storeHost: join(folder, 'store-host.cjs'),
    dispose: async () => {
      process.off('exit', remove);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function breaking({ file, find, replace }: Fault): Plugin {
  const path = join(root, file);
  return {
    name: 'break-the-promise',
    enforce: 'pre',
    transform: (code, id) => {
      if (id !== path) return null;
      if (!code.includes(find)) throw new Error(`${file} has no "${find}" any more: change the fault`);
      return code.replace(find, () => replace);
    },
  };
}
