import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLog } from '../../main/log/log.ts';
import { startLoopback, type Loopback } from '../../main/loopback/index.ts';
import { systemClock } from '../../main/shell/system-clock.ts';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

let display: Display;
let loopback: Loopback;
let alice: Parley;
let bob: Parley;

beforeAll(async () => {
  display = await startDisplay();
  loopback = await startLoopback({ clock: systemClock, log: silentLog });
  const args = (name: string): string[] => [
    `--try-as=${name}`,
    `--try-server=tcp://127.0.0.1:${String(loopback.tcpPort)}`,
  ];
  [alice, bob] = await Promise.all([
    Parley.start(display.display, { args: args('Alice') }),
    Parley.start(display.display, { args: args('Bob') }),
  ]);
});
afterAll(async () => {
  await Promise.all([alice.discard(), bob.discard()]);
  await loopback.stop();
  await display.stop();
});

it('shows two people who talk through the embedded server, by their names', async () => {
  await alice.startConversation('bob');
  await alice.send('Morning! The gateway in Bergen drops every call after 32 seconds. Ring a bell?');
  await bob.conversations.getByText('Alice').first().click();
  await bob.message('Ring a bell?').waitFor();
  await bob.send('32 s is the transaction timer: an ACK that never arrives.');
  await bob.send(
    'Is there a proxy rewriting the Contact? https://www.rfc-editor.org/rfc/rfc3261 has the details.',
  );
  await alice.conversations.getByText('Bob').first().waitFor();
  await alice.message('rewriting the Contact').waitFor();
  await alice.send('Found it 🎯 I add the alias on replies as well as requests.');
  await alice.expectReceipt('Found it', /delivered|read/i);
  await bob.composer.pressSequentially('Or n', { delay: 60 });
  await alice.page.getByText('Bob is typing').waitFor();
  await alice.screenshot('demo-light');
  await alice.page.emulateMedia({ colorScheme: 'dark' });
  await alice.screenshot('demo-dark');
  await alice.page.emulateMedia({ colorScheme: null });
  expect(await alice.log.locator('a[href="https://www.rfc-editor.org/rfc/rfc3261"]').count()).toBe(1);
});

it('misses nothing when its window reloads', async () => {
  const reloaded = alice.page.reload();
  for (const text of ['While you reload 1', 'While you reload 2', 'While you reload 3']) await bob.send(text);
  await reloaded;
  await bob.expectReceipt('While you reload 3', /delivered|read/i);
  await alice.conversations.getByText('Bob').first().click();
  for (const text of ['Ring a bell?', 'While you reload 1', 'While you reload 2', 'While you reload 3']) {
    await expect.poll(async () => alice.message(text).count()).toBe(1);
  }
  await alice.send('Here I am again');
  await alice.expectReceipt('Here I am again', /delivered|read/i);
});

it('can be used with the keyboard alone', async () => {
  const { page } = bob;
  const focused = async (): Promise<string> =>
    page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    );
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+n');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Address' }).waitFor();
  await page.keyboard.type('echo');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.type('Hello from the keyboard');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('second line');
  await page.keyboard.press('Enter');
  await bob.expectReceipt('Hello from the keyboard', /delivered|read/i);
  expect(await bob.message('Hello from the keyboard').first().innerText()).toContain('\nsecond line');
  await page.keyboard.press('Alt+ArrowDown');
  await bob.message('Ring a bell?').waitFor();

  // Round the window by Tab: every stop has a name, and the way leads back to the composer.
  await bob.composer.focus();
  const stops: string[] = [];
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    stops.push((await focused()).trim());
    if (await bob.composer.evaluate((element) => element === document.activeElement)) break;
  }
  expect(await bob.composer.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(stops.filter((stop) => stop === '' && !stop.includes('Message'))).toEqual(
    stops.filter((stop) => stop === '').slice(0, 1),
  );
  for (const name of [/New conversation/, /Account/])
    expect(stops.some((stop) => name.test(stop))).toBe(true);
});
