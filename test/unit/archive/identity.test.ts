import fc from 'fast-check';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { importArchive } from '../../../main/archive/import.ts';
import { verifyArchive } from '../../../main/archive/verify.ts';
import { exportAll, exportsFolder, fill, histories, imported, wholeHistory } from '../../support/archive.ts';
import { openLocalStore, sampleAccount } from '../../support/store.ts';

it('export, verify and import into an empty profile give the same history, and a second import adds nothing', async () => {
  const parent = exportsFolder();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const folder = join(parent, String((runs += 1)));
      const from = await openLocalStore();
      const account = sampleAccount();
      await fill(from, account, history);
      const before = await wholeHistory(from, account);
      const exported = await exportAll(from, account, folder);
      expect(exported.messages).toBe(history.flatMap(({ messages }) => messages).length);
      const verdict = await verifyArchive({ folder });
      expect(verdict).toMatchObject({ intact: true, manifest: { seal: exported.seal } });

      const to = await openLocalStore();
      const other = sampleAccount();
      await to.saveAccount(other);
      const first = await importArchive({ store: to, folder });
      expect(first).toEqual({
        intact: true,
        conversations: history.length,
        added: exported.messages,
        known: 0,
      });
      const after = await wholeHistory(to, other);
      expect(imported(after)).toEqual(imported(before));
      for (const { unread } of await to.conversations(other.id)) expect(unread).toBe(0);
      expect(await to.unsent(other.id)).toEqual([]);

      const second = await importArchive({ store: to, folder });
      expect(second).toMatchObject({ added: 0, known: exported.messages });
      expect(await wholeHistory(to, other)).toEqual(after);
      await Promise.all([from.close(), to.close()]);
    }),
    { numRuns: 25 },
  );
}, 300_000);

it('finds one changed byte, wherever it is', async () => {
  const folder = join(exportsFolder(), 'one');
  const store = await openLocalStore();
  const account = sampleAccount();
  const [history] = fc.sample(
    histories.filter((each) => each.length > 2 && each.every(({ messages }) => messages.length > 2)),
    { numRuns: 1, seed: 7 },
  );
  await fill(store, account, history ?? []);
  await exportAll(store, account, folder);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((each) => join(folder, each))
    .filter((each) => statSync(each).isFile());
  expect(files.length).toBeGreaterThan(7);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 1, max: 255 }),
      async (file, place, change) => {
        const whole = readFileSync(file);
        const changed = Buffer.from(whole);
        const at = Math.floor(place * whole.length);
        changed[at] = (changed[at] ?? 0) ^ change;
        writeFileSync(file, changed);
        try {
          const line = whole.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
          const verdict = await verifyArchive({ folder }).catch(() => null);
          // A manifest that is none any more is not an export.
          if (verdict === null) expect(file.endsWith('manifest.json')).toBe(true);
          else {
            expect(verdict.intact).toBe(false);
            if (!verdict.intact && file.endsWith('.jsonl')) {
              expect(join(folder, verdict.damage.file)).toBe(file);
              expect(verdict.damage.line).toBe(line);
            }
          }
        } finally {
          writeFileSync(file, whole);
        }
      },
    ),
    { numRuns: 400 },
  );
  expect(await verifyArchive({ folder })).toMatchObject({ intact: true });
}, 300_000);

it('finds lines that were taken out, moved or added, and files that are gone', async () => {
  const folder = join(exportsFolder(), 'one');
  const store = await openLocalStore();
  const account = sampleAccount();
  const [history] = fc.sample(
    histories.filter((each) => (each[0]?.messages.length ?? 0) > 5),
    { numRuns: 1, seed: 11 },
  );
  await fill(store, account, history ?? []);
  await exportAll(store, account, folder);
  const name = readdirSync(join(folder, 'conversations')).find((each) => each.endsWith('.jsonl')) ?? '';
  const file = join(folder, 'conversations', name);
  const whole = readFileSync(file, 'utf8');
  const lines = whole.split('\n');
  const variants: Readonly<Record<string, string[]>> = {
    'taken out': lines.toSpliced(3, 1),
    'the last one taken out': lines.toSpliced(-2, 1),
    moved: [...lines.slice(0, 2), lines[3] ?? '', lines[2] ?? '', ...lines.slice(4)],
    doubled: lines.toSpliced(3, 0, lines[3] ?? ''),
    'one more at the end': lines.toSpliced(-1, 0, lines.at(-2) ?? ''),
    'without its last line feed': lines.slice(0, -1),
  };
  for (const [what, variant] of Object.entries(variants)) {
    writeFileSync(file, variant.join('\n'));
    const verdict = await verifyArchive({ folder });
    expect(verdict, what).toMatchObject({ intact: false, damage: { file: `conversations/${name}` } });
  }
  writeFileSync(file, whole);
  expect(await verifyArchive({ folder })).toMatchObject({ intact: true });
});

it('finds a file that was cut off anywhere, and one that was added', async () => {
  const folder = join(exportsFolder(), 'one');
  const store = await openLocalStore();
  const account = sampleAccount();
  const [history] = fc.sample(
    histories.filter((each) => each.length > 1 && each.every(({ messages }) => messages.length > 1)),
    { numRuns: 1, seed: 3 },
  );
  await fill(store, account, history ?? []);
  await exportAll(store, account, folder);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) =>
    statSync(join(folder, each)).isFile(),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      async (name, place) => {
        const file = join(folder, name);
        const whole = readFileSync(file);
        writeFileSync(file, whole.subarray(0, Math.floor(place * whole.length)));
        try {
          const verdict = await verifyArchive({ folder }).catch(() => null);
          if (verdict === null) expect(name).toBe('manifest.json');
          else expect(verdict).toMatchObject({ intact: false, damage: { file: name.replaceAll('\\', '/') } });
        } finally {
          writeFileSync(file, whole);
        }
      },
    ),
    { numRuns: 150 },
  );
  for (const name of ['more.txt', 'conversations/0000 mallory@example.com.html', 'more/index.html']) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    expect(await verifyArchive({ folder })).toEqual({
      intact: false,
      damage: { kind: 'extra', file: name, line: null },
    });
    rmSync(file);
  }
  writeFileSync(join(folder, 'conversations', '.DS_Store'), '');
  expect(await verifyArchive({ folder })).toMatchObject({ intact: true });
}, 300_000);
