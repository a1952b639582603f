import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import config from '../../../build/dependency-cruiser.config.ts';

function lay(files: Map<string, string>, importer: string, imported: string): void {
  const missing = imported.startsWith('./');
  const isFile = !missing && imported.includes('/');
  if (isFile) files.set(imported, files.get(imported) ?? 'export {};\n');
  const path = isFile ? `${'../'.repeat(importer.split('/').length - 1)}${imported}` : imported;
  files.set(importer, `${files.get(importer) ?? ''}import '${path}';\n`);
  if (isFile || missing || imported.startsWith('node:')) return;
  files.set(`node_modules/${imported}/package.json`, `{ "name": "${imported}", "main": "index.js" }`);
  files.set(`node_modules/${imported}/index.js`, '');
}

/**
 * Lays out a small house from `importer → imported` pairs and returns the names of the rules that it breaks.
 * What is imported with a leading `./` is not there; null imports nothing.
 */
async function broken(
  ...imports: readonly (readonly [importer: string, imported: string | null])[]
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-boundaries-'));
  try {
    const files = new Map<string, string>();
    for (const [importer, imported] of imports) {
      if (imported === null) files.set(importer, 'export {};\n');
      else lay(files, importer, imported);
    }
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const { output } = await cruise(['.'], {
      ...config.options,
      baseDir: folder,
      ruleSet: config,
      validate: true,
    });
    return [
      ...new Set((output as ICruiseResult).summary.violations.map((violation) => violation.rule.name)),
    ].sort();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('the import rules', () => {
  it('let the house be as it is', async () => {
    expect(
      await broken(
        ['main/index.ts', 'main/shell/window.ts'],
        ['main/shell/window.ts', 'electron'],
        ['main/sip/agent.ts', 'main/flow/ports.ts'],
        ['main/sip/agent.ts', 'sip.js'],
        ['main/flow/flow.ts', 'main/payload/sdp.ts'],
        ['main/store/host.ts', 'better-sqlite3-multiple-ciphers'],
        ['renderer/main.ts', 'shared/model/ids.ts'],
      ),
    ).toEqual([]);
  });

  it.each([
    ['shared-alone', 'shared/model/a.ts', 'main/flow/b.ts'],
    ['shared-alone', 'shared/model/a.ts', 'node:fs'],
    ['renderer-shared-only', 'renderer/a.ts', 'main/flow/b.ts'],
    ['room-archive', 'main/archive/a.ts', 'main/store/client.ts'],
    ['renderer-no-node', 'renderer/a.ts', 'node:path'],
    ['nothing-imports-test-or-build', 'main/flow/a.ts', 'test/support/b.ts'],
    ['build-imports-no-test', 'build/a.ts', 'test/support/b.ts'],
    ['root-imported-by-nobody', 'build/a.ts', 'main/index.ts'],
    ['room-payload', 'main/payload/a.ts', 'main/flow/b.ts'],
    ['room-flow', 'main/flow/a.ts', 'main/sip/b.ts'],
    ['room-sip', 'main/sip/a.ts', 'main/conversation/b.ts'],
    ['room-settings', 'main/settings/a.ts', 'main/store/b.ts'],
    ['room-log', 'main/log/a.ts', 'main/store/b.ts'],
    ['room-store', 'main/store/a.ts', 'main/flow/b.ts'],
    ['room-conversation', 'main/conversation/a.ts', 'main/store/database.ts'],
    ['room-ipc', 'main/ipc/a.ts', 'main/store/b.ts'],
    ['room-shell', 'main/shell/a.ts', 'main/conversation/b.ts'],
    ['room-loopback', 'main/loopback/a.ts', 'main/shell/b.ts'],
    ['domain-without-io', 'main/flow/a.ts', 'node:net'],
    ['sip.js-in-sip', 'main/loopback/a.ts', 'sip.js'],
    ['electron-in-shell', 'main/ipc/a.ts', 'electron'],
    ['driver-in-store', 'main/shell/a.ts', 'better-sqlite3-multiple-ciphers'],
    ['driver-in-host', 'main/store/client.ts', 'better-sqlite3-multiple-ciphers'],
  ])('%s: %s may not import %s', async (rule, importer, imported) => {
    expect(await broken([importer, imported])).toContain(rule);
  });

  it('find cycles, orphans and what is not there', async () => {
    expect(await broken(['main/flow/a.ts', 'main/flow/b.ts'], ['main/flow/b.ts', 'main/flow/a.ts'])).toEqual([
      'no-cycle',
    ]);
    expect(await broken(['shared/model/a.ts', null])).toEqual(['no-orphan']);
    expect(await broken(['main/sip/a.ts', './gone.ts'])).toContain('no-missing');
  });
});
