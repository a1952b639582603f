import { chmod, chown, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../main/store/database.ts';
import { loadDriver } from '../../main/store/driver.ts';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

// What a user sees when the file with the messages is in trouble, and that they get out of it.
let display: Display;
let alice: Parley;

beforeAll(async () => {
  display = await startDisplay();
  alice = await Parley.start(display.display);
});
afterAll(async () => {
  await alice.discard();
  await display.stop();
});

const path = (name: string): string => join(alice.profile, name);
const title = (name: string) => alice.page.getByRole('heading', { name, level: 1 });

/** Quits, does something to the profile, and starts again. */
async function between(change: () => Promise<void>): Promise<void> {
  await alice.quit();
  await change();
  alice = await Parley.start(display.display, { profile: alice.profile });
}

/** Writes in the place of a file of the profile, as its owner left it. */
async function overwrite(name: string, content: Buffer | string): Promise<void> {
  const { uid, gid } = await stat(path(name));
  await writeFile(path(name), content);
  await chown(path(name), uid, gid);
}

const texts = ['The first', 'The second', 'The third'];

async function everythingIsThere(): Promise<void> {
  for (const text of texts) await alice.message(text).first().waitFor();
}

it('a damaged page: told, repaired, everything is there, the damaged file is kept', async () => {
  await alice.tryLocally();
  for (const text of texts) await alice.send(text);
  await alice.expectReceipt(texts[2] ?? '', /delivered|read/i);

  let damaged = Buffer.alloc(0);
  await between(async () => {
    damaged = await readFile(path('messages.db'));
    // The page that only the list of tables and the search need; what it held is found elsewhere.
    damaged.fill(0x5a, damaged.length - 4096 + 64, damaged.length - 64);
    await overwrite('messages.db', damaged);
  });
  await title('The file with your messages is damaged').waitFor();
  await alice.screenshot('store-damaged');
  await alice.expectAccessible();
  await alice.page.getByRole('button', { name: 'Repair', exact: true }).click();
  const verdict = alice.page.getByRole('dialog', { name: 'Your messages are repaired' });
  await verdict.waitFor({ timeout: 120_000 });
  await alice.screenshot('store-repaired');
  await alice.expectAccessible();
  await verdict.getByRole('button', { name: 'Continue' }).click();
  await everythingIsThere();
  const [aside = ''] = (await readdir(alice.profile)).filter((name) => name.startsWith('messages-damaged-'));
  expect((await readFile(path(aside))).equals(damaged)).toBe(true);
});

it('a lost key: the recovery key that was kept opens the messages, another one does not', async () => {
  const { page } = alice;
  await page.keyboard.press('Control+,');
  await page.getByRole('navigation', { name: 'Pages of the settings' }).getByText('Privacy').click();
  await page.getByRole('button', { name: 'Make one…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your recovery key' });
  const shown = dialog.getByRole('group', { name: 'Recovery key' }).locator('span');
  await shown.last().waitFor();
  const groups = await shown.allInnerTexts();
  await alice.screenshot('store-recovery-key');
  await alice.expectAccessible();
  await dialog.getByRole('textbox').fill(groups.at(-1) ?? '');
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('You have a recovery key.').waitFor();

  // As after the keyring was reset: what it wrapped is opened by nothing any more.
  await between(async () => {
    await overwrite(
      'key.json',
      JSON.stringify({ version: 1, wrapped: Buffer.from('lost').toString('base64') }),
    );
    await rm(path('backups'), { recursive: true, force: true });
  });
  await title('Your messages cannot be unlocked').waitFor();
  await alice.screenshot('store-locked');
  await alice.expectAccessible();
  const field = alice.page.getByLabel('Recovery key');
  const open = alice.page.getByRole('button', { name: 'Open my messages' });
  await field.fill([groups[1], groups[0], ...groups.slice(2)].join('-'));
  await open.click();
  await alice.page.getByText('There are mistakes in the groups 1 and 2.').waitFor();
  await alice.screenshot('store-locked-mistyped');
  await field.fill(groups.join(' ').toLowerCase());
  await open.click();
  await everythingIsThere();
});

it('a folder that may not be written: told, and tried again', async () => {
  let owner = { uid: 0, gid: 0 };
  await between(async () => {
    owner = await stat(path('messages.db'));
    await chmod(path('messages.db'), 0o400);
    await chown(path('messages.db'), 0, 0);
  });
  await title('Parley may not use its folder').waitFor();
  await alice.screenshot('store-read-only');
  await alice.expectAccessible();
  await chown(path('messages.db'), owner.uid, owner.gid);
  await chmod(path('messages.db'), 0o600);
  await alice.page.getByRole('button', { name: 'Try again' }).click();
  await everythingIsThere();
});

it('a database from the future: told, and left alone', async () => {
  let whole = Buffer.alloc(0);
  let future = Buffer.alloc(0);
  const { wrapped } = JSON.parse(await readFile(path('key.json'), 'utf8')) as { wrapped: string };
  // Without a keyring the key is only obscured, so that this test can have it.
  const base64 = await alice.inMain(({ safeStorage }, text) => {
    const storage: { decryptString(wrapped: Buffer): string } = safeStorage;
    return storage.decryptString(Buffer.from(text, 'base64'));
  }, wrapped);
  await between(async () => {
    whole = await readFile(path('messages.db'));
    const copy = path('future.db');
    await writeFile(copy, whole);
    const key = Buffer.from(base64, 'base64').toString('hex');
    const database = openDatabase(loadDriver(), { path: copy, key });
    database.pragma('user_version = 999');
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
    future = await readFile(copy);
    await rm(copy);
    await overwrite('messages.db', future);
  });
  await title('Your messages were written by a newer Parley').waitFor();
  await alice.screenshot('store-newer');
  await alice.expectAccessible();
  expect((await readFile(path('messages.db'))).equals(future)).toBe(true);
  await between(async () => overwrite('messages.db', whole));
  await everythingIsThere();
});
