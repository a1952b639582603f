import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

let display: Display;
let parley: Parley;
let dictionaries: string;
let options: { env: Record<string, string>; args: string[] };

beforeAll(async () => {
  display = await startDisplay();
  // As a system's package would bring it, only smaller.
  dictionaries = await mkdtemp(join(tmpdir(), 'parley-hunspell-'));
  // Parley may run as somebody else.
  await chmod(dictionaries, 0o755);
  await writeFile(
    join(dictionaries, 'de_DE.aff'),
    'SET UTF-8\nTRY esianrtolcdugmphbyfvkwäüößj\nCOMPOUNDFLAG x\nSFX n Y 1\nSFX n 0 n [^s]\n',
  );
  await writeFile(join(dictionaries, 'de_DE.dic'), '4\nStraße/n\nStraßen/x\nbahn/x\nWörterbuch\n');
  options = { env: { DICPATH: dictionaries, LANGUAGE: 'en_US' }, args: ['--lang=en-US'] };
  parley = await Parley.start(display.display, options);
  await parley.tryLocally();
});
afterAll(async () => {
  await parley.discard();
  await rm(dictionaries, { recursive: true, force: true });
  await display.stop();
});

interface Marked {
  readonly word: string;
  readonly suggestions: readonly string[];
}

/** What the checker says of a word that was typed: asked as a person does, with the right button. */
async function check(word: string): Promise<Marked> {
  await parley.composer.fill('');
  await parley.composer.focus();
  await parley.page.keyboard.type(`${word} `);
  const asked = parley.inMain(
    ({ BrowserWindow }) =>
      new Promise<Marked>((resolve) => {
        BrowserWindow.getAllWindows()[0]?.webContents.once('context-menu', (_event, target) => {
          resolve({ word: target.misspelledWord, suggestions: target.dictionarySuggestions });
        });
      }),
  );
  await parley.composer.click({ button: 'right', position: { x: 30, y: 12 } });
  const marked = await asked;
  await parley.page.keyboard.press('Escape');
  return marked;
}

const isMarked = async (word: string): Promise<boolean> => (await check(word)).word === word;

it('marks what is misspelled in English with what Parley brings, and suggests what was meant', async () => {
  await expect
    .poll(async () => check('Helllo'))
    .toEqual({ word: 'Helllo', suggestions: expect.arrayContaining(['Hello']) as unknown });
  await parley.screenshot('spelling-marked');
  expect((await check('Hello')).word).toBe('');
});

it('learns a word, and knows it after a restart', async () => {
  await expect.poll(async () => isMarked('Kamailio')).toBe(true);
  await parley.inMain(({ session }) => {
    session.defaultSession.addWordToSpellCheckerDictionary('Kamailio');
  });
  await expect.poll(async () => isMarked('Kamailio')).toBe(false);
  const { profile } = parley;
  await parley.quit();
  parley = await Parley.start(display.display, { ...options, profile });
  await parley.composer.waitFor();
  await expect.poll(async () => isMarked('Helllo')).toBe(true);
  expect(await isMarked('Kamailio')).toBe(false);
});

it('checks German at once when it is chosen, with the dictionary of the system', async () => {
  expect(await isMarked('Straßenbahn')).toBe(true);
  await parley.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await parley.page.getByRole('button', { name: 'Language', exact: true }).click();
  await parley.page.getByRole('checkbox', { name: 'German (Germany)' }).click();
  await parley.page.getByRole('checkbox', { name: 'American English' }).click();
  await parley.screenshot('spelling-settings');
  await parley.expectAccessible();
  await parley.page.getByRole('button', { name: 'Conversations', exact: true }).click();
  await expect.poll(async () => isMarked('Straßenbahn')).toBe(false);
  expect(await isMarked('Straßnbahn')).toBe(true);
  expect(await isMarked('Hello')).toBe(false);
});

it('marks nothing when the check is turned off', async () => {
  await parley.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await parley.page.getByRole('switch', { name: 'Check the spelling' }).click();
  await parley.page.getByRole('button', { name: 'Conversations', exact: true }).click();
  await expect.poll(async () => isMarked('Helllo')).toBe(false);
});
