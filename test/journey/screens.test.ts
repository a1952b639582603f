import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

let display: Display;
let parley: Parley;

beforeAll(async () => {
  display = await startDisplay();
  parley = await Parley.start(display.display);
});
afterAll(async () => {
  await parley.discard();
  await display.stop();
});

/** What a screen reader finds on a screen: roles and names, a line each. */
async function read(place: Locator = parley.page.locator('body')): Promise<string> {
  // A name with a colon in it stands between quotes.
  return (await place.ariaSnapshot()).replaceAll("'", '').replaceAll('\\"', '"');
}

/** What can be used has a name, and says each thing once. */
function expectNamed(tree: string): void {
  const nameless = tree
    .split('\n')
    .map((line) => line.trim())
    .filter((line) =>
      /^- (button|link|textbox|combobox|checkbox|radio|switch|slider|menuitem|option|dialog|navigation|region|img)( \[[^\]]*\])*:?$/.test(
        line,
      ),
    );
  expect(nameless).toEqual([]);
}

it('reads the sign-in', async () => {
  await parley.page.getByLabel('Address', { exact: true }).waitFor();
  const tree = await read();
  expectNamed(tree);
  for (const line of [
    '- main',
    '- heading "Sign in to Parley" [level=1]',
    '- textbox "Address"',
    '- textbox "Password"',
    '- button "Show password"',
    '- button "Sign in"',
    '- button "Try it on this computer"',
  ]) {
    expect(tree).toContain(line);
  }
});

it('reads a conversation: sections, list, messages with sender, time and receipt, and where one writes', async () => {
  await parley.tryLocally();
  await parley.send('Is anybody there?');
  await parley.expectReceipt('Is anybody there?', /delivered|read/i);
  await parley.message('Hello, I am Echo').waitFor();
  const tree = await read();
  expectNamed(tree);
  for (const line of [
    /- navigation "Sections":/,
    /- button "Conversations"/,
    /- heading "Conversations" \[level=1\]/,
    /- combobox "Search everything"/,
    /- list "Conversations":/,
    /- listitem:/,
    /- button "Echo .*Echo.*/,
    /- main:/,
    /- heading "Echo" \[level=2\]/,
    /- log "Messages":/,
    /- article "You Is anybody there\? .* (delivered|read)"/,
    /- article "Echo Hello, I am Echo/,
    /- textbox "Message"/,
    /- button "Send"/,
    /- status: .*Trial/,
  ]) {
    expect(tree).toMatch(line);
  }
});

it.each([
  [
    'the palette',
    'Control+K',
    [/- dialog "Find or do"/, /- combobox "Find or do"/, /- listbox/, /- option .*New conversation/],
  ],
  [
    'the new conversation',
    'Control+N',
    [/- dialog "New conversation"/, /- textbox "Address"/, /- button "Cancel"/],
  ],
  ['the keys', 'Control+/', [/- dialog "Keyboard shortcuts"/, /- term: .*|- term/, /- button "Close"/]],
  [
    'the end of the session',
    'Control+Shift+Q',
    [/- dialog "Sign out\?"/, /- button "Sign out"/, /- button "Cancel"/],
  ],
  ['the date', 'Control+Shift+G', [/- dialog /, /- button "Close"/]],
] as const)('reads %s as a dialog with a name', async (_name, key, lines) => {
  await parley.page.keyboard.press(key);
  await parley.page.getByRole('dialog').waitFor();
  const tree = await read(parley.page.getByRole('dialog'));
  expectNamed(tree);
  for (const line of lines) expect(tree).toMatch(line);
  await parley.expectAccessible();
  await parley.page.keyboard.press('Escape');
  await parley.page.getByRole('dialog').waitFor({ state: 'detached' });
});

it('reads the search', async () => {
  await parley.page.keyboard.press('Control+Shift+F');
  await parley.page.keyboard.type('anybody');
  await parley.page.getByRole('option').first().waitFor();
  const tree = await read();
  expectNamed(tree);
  expect(tree).toMatch(/- combobox "Search everything" \[expanded\].*: anybody/);
  expect(tree).toMatch(/- status: \d+ messages?/);
  expect(tree).toMatch(/- listbox "Search results":/);
  expect(tree).toMatch(/- option .*anybody/);
  await parley.page.keyboard.press('Escape');
});

it('reads the settings: their pages, groups, values and what describes them', async () => {
  await parley.page.keyboard.press('Control+,');
  await parley.page.getByRole('button', { name: 'Appearance', exact: true }).click();
  await parley.page.getByRole('heading', { level: 2, name: 'Appearance' }).waitFor();
  const tree = await read();
  expectNamed(tree);
  for (const line of [
    /- heading "Settings" \[level=1\]/,
    /- navigation "Pages of the settings":/,
    /- button "Appearance"/,
    /- region "Appearance":/,
    /- group "Theme":/,
    /- radio "As the system" \[checked\]/,
    /- slider "Text size": "100"/,
    /- button "Reset this page"/,
  ]) {
    expect(tree).toMatch(line);
  }
  for (const page of [
    'Account',
    'Notifications',
    'Privacy',
    'Messages',
    'Shortcuts',
    'Language',
    'Advanced',
    'About',
  ]) {
    await parley.page.getByRole('navigation').getByRole('button', { name: page, exact: true }).last().click();
    await parley.page.getByRole('heading', { level: 2, name: page, exact: true }).waitFor();
    expectNamed(await read());
  }
});
