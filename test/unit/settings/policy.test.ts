import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../../main/log/log.ts';
import { noPolicy, readPolicy } from '../../../main/settings/policy.ts';
import { settingNames } from '../../../shared/model/settings.ts';
import { readSettings, writeSettings } from '../../../main/settings/settings-file.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'parley-settings-'));
  onTestFinished(() => {
    rmSync(path, { recursive: true });
  });
  return path;
}

it('reads a policy, and leaves out what it does not know', () => {
  const path = join(folder(), 'policy.json');
  writeFileSync(
    path,
    JSON.stringify({
      organisation: 'Example Ltd',
      settings: { 'messages.retryHours': 48, 'messages.legalHold': 'maybe', 'no.such': 1 },
    }),
  );
  expect(readPolicy(path, silentLog)).toEqual({
    values: { 'messages.retryHours': 48 },
    managedBy: 'Example Ltd',
  });
});

it('knows everything in the example that administrators begin with', () => {
  const folderOfExample = join(import.meta.dirname, '..', '..', '..', 'build', 'policy');
  const path = join(folderOfExample, 'policy.json');
  const { settings, organisation } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  expect(readPolicy(path, silentLog)).toEqual({ values: settings, managedBy: organisation });
  const guide = readFileSync(join(folderOfExample, 'README.md'), 'utf8');
  const named = [...guide.matchAll(/^\| `([a-z]+\.[A-Za-z]+)`/gm)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(3);
  expect(settingNames).toEqual(expect.arrayContaining(named));
});

it('manages nothing without a policy, or with one that is none', () => {
  const path = join(folder(), 'policy.json');
  expect(readPolicy(path, silentLog)).toEqual(noPolicy);
  for (const text of ['', '{', '[]', '{"settings":{}}', '{"organisation":"","settings":{}}']) {
    writeFileSync(path, text);
    expect(readPolicy(path, silentLog)).toEqual(noPolicy);
  }
});

it('keeps the settings of the user from one run to the next, and an unreadable file beside', () => {
  const path = join(folder(), 'settings.json');
  expect(readSettings(path, silentLog)).toBe(null);
  writeSettings(path, { 'appearance.theme': 'dark' });
  expect(readSettings(path, silentLog)).toEqual({ 'appearance.theme': 'dark' });
  writeFileSync(path, '{"appearance.');
  expect(readSettings(path, silentLog)).toBe(null);
  expect(readSettings(`${path}.unreadable`, silentLog)).toBe(null);
});
