import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLoopback, type Loopback } from '../../main/loopback/index.ts';
import { silentLog } from '../../main/log/log.ts';
import { systemClock } from '../../main/shell/system-clock.ts';
import { parseAddress } from '../../shared/model/address.ts';
import { Parley } from '../support/parley.ts';
import type { ParleyUser } from '../support/peers/parley-user.ts';
import { signIn } from '../support/pictures/people.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

let display: Display;
let loopback: Loopback;
let alice: Parley;
let lena: ParleyUser;
let jonas: ParleyUser;

const own = parseAddress('alice@localhost');
const write = async (from: ParleyUser, text: string): Promise<void> => {
  if (!own.ok) throw new Error('Alice has no address');
  await from.flowWith(own.value).sendInstantMessage(text);
};

beforeAll(async () => {
  display = await startDisplay();
  loopback = await startLoopback({ clock: systemClock, log: silentLog, echo: false });
  alice = await Parley.start(display.display);
  const port = loopback.tcpPort;
  await alice.signIn('alice@localhost', 'any', { host: '127.0.0.1', port, transport: 'TCP' });
  await alice.page.getByRole('button', { name: 'New conversation' }).first().waitFor();
  const server = { transport: 'tcp', host: '127.0.0.1', port, path: '/' } as const;
  lena = await signIn({ user: 'lena', name: 'Lena Wirth', texts: [] }, server);
  jonas = await signIn({ user: 'jonas', name: 'Jonas Becker', texts: [] }, server);
  if (!own.ok) throw new Error('Alice has no address');
  for (const each of [lena, jonas]) await each.call(own.value);
});
afterAll(async () => {
  await Promise.all([lena.stop(), jonas.stop()]);
  await alice.discard();
  await loopback.stop();
  await display.stop();
});

const open = async (name: string): Promise<void> => {
  await alice.conversations.getByText(name).first().click();
  await expect
    .poll(async () =>
      alice.page.getByRole('heading', { level: 1 }).or(alice.page.locator('h2')).allInnerTexts(),
    )
    .toContain(name);
};
/** How far the log is scrolled from its end, CSS pixels. */
const fromEnd = async (): Promise<number> =>
  alice.log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
const clipboard = async (): Promise<string> => alice.inMain(({ clipboard: board }) => board.readText());

const marked = `Look at **this** and _that_:
1. first
2. second
- a point

> what was said
\`\`\`
const answer = 42;
if (answer) { call("sip:lena@example.com"); }
\`\`\`
More at https://example.com/a_b?c=1, anna@example.com, sip:dispatch@example.com, with \`inline code\`.`;

it('shows markup, links, big emoji and folded texts as what they are', async () => {
  await write(lena, 'Good morning 👋');
  await write(lena, marked);
  await write(lena, '🎉🚀');
  await write(
    lena,
    Array.from({ length: 60 }, (_, line) => `Line ${String(line + 1)} of a long report.`).join('\n'),
  );
  await open('Lena Wirth');
  const message = alice.message('Look at this');
  await message.getByRole('list').first().waitFor();
  expect(await message.getByRole('link').allInnerTexts()).toEqual([
    'https://example.com/a_b?c=1',
    'anna@example.com',
    'sip:dispatch@example.com',
  ]);
  expect(await message.locator('blockquote').innerText()).toBe('what was said');
  expect(await alice.message('🎉🚀').locator('.big').count()).toBe(1);
  const report = alice.message('of a long report');
  expect(await report.innerText()).not.toContain('Line 60 of');
  await alice.screenshot('timeline-folded');
  await report.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(async () => report.innerText()).toContain('Line 60 of');
  await message.scrollIntoViewIfNeeded();
  await alice.screenshot('timeline-markup');
  await alice.expectAccessible();
});

it('opens at the first unread with a divider, and leads to the newest with a count', async () => {
  for (let line = 1; line <= 40; line += 1) await write(jonas, `Note ${String(line)}`);
  await open('Jonas Becker');
  const divider = alice.log.getByText('New', { exact: true });
  await divider.waitFor();
  await expect.poll(async () => alice.message('Note 1').first().isVisible()).toBe(true);
  const newest = alice.page.getByRole('button', { name: /new messages?$/ });
  await newest.waitFor();
  await alice.screenshot('timeline-unread');
  await alice.expectAccessible();

  // What comes while one reads above moves nothing, and counts.
  const place = await alice.message('Note 1').first().boundingBox();
  const counted = Number.parseInt(await newest.innerText(), 10);
  await write(jonas, 'Note 41');
  await expect.poll(async () => Number.parseInt(await newest.innerText(), 10)).toBe(counted + 1);
  expect(await alice.message('Note 1').first().boundingBox()).toEqual(place);

  await newest.click();
  await expect.poll(fromEnd).toBeLessThan(2);
  await alice.message('Note 41').waitFor();
  await newest.waitFor({ state: 'detached' });
});

it('keeps its place when the window changes, at the end and elsewhere', async () => {
  const resize = async (width: number, height: number): Promise<void> => {
    await alice.inMain(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size),
      [width, height] as [number, number],
    );
    await expect.poll(async () => alice.page.evaluate(() => innerWidth)).toBe(width);
  };
  const { width, height } = await alice.page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await resize(700, 520);
  await expect.poll(fromEnd).toBeLessThan(2);
  await alice.screenshot('timeline-small');
  await alice.message('Note 10').first().scrollIntoViewIfNeeded();
  const first = async (): Promise<string> =>
    alice.log.evaluate((log) => {
      const top = log.getBoundingClientRect().top;
      const all = [...log.querySelectorAll<HTMLElement>('[data-message-id]')];
      return all.find((each) => each.getBoundingClientRect().bottom > top)?.dataset['messageId'] ?? '';
    });
  const before = await first();
  await resize(width, height);
  await expect.poll(first).toBe(before);
});

it('answers with a quote that other programs can read, and leads to what was answered', async () => {
  await open('Jonas Becker');
  await alice.page.keyboard.press('Escape');
  await alice.message('Note 41').hover();
  await alice.message('Note 41').getByRole('button', { name: 'Reply' }).click();
  await alice.screenshot('timeline-replying');
  await alice.send('Seen');
  await alice.expectReceipt('Seen', /delivered|read/i);
  await expect.poll(() => jonas.receivedTexts.at(-1)).toMatch(/^> Note 41\n+Seen$/);
  await alice.screenshot('timeline-answered');
  await alice
    .message('Seen')
    .getByRole('button', { name: /Note 41/ })
    .click();
  await expect
    .poll(async () => alice.page.evaluate(() => document.activeElement?.textContent))
    .toContain('Note 41');
});

it('copies clean text across messages with the mouse, and by key', async () => {
  const box = async (text: string) => {
    const found = await alice.message(text).first().locator('[data-text]').boundingBox();
    if (found === null) throw new Error(`${text} is not shown`);
    return found;
  };
  await alice.page.keyboard.press('End');
  const [from, to] = [await box('Note 39'), await box('Note 41')];
  await alice.page.mouse.move(from.x + 1, from.y + from.height / 2);
  await alice.page.mouse.down();
  await alice.page.mouse.move(to.x + to.width - 1, to.y + to.height / 2, { steps: 8 });
  await alice.page.mouse.up();
  await alice.screenshot('timeline-selected');
  await alice.page.keyboard.press('Control+c');
  await expect
    .poll(async () => (await clipboard()).split('\n'))
    .toEqual([
      expect.stringMatching(/^Jonas Becker, .*: Note 39$/) as unknown,
      expect.stringMatching(/^Jonas Becker, .*: Note 40$/) as unknown,
      expect.stringMatching(/^Jonas Becker, .*: Note 41$/) as unknown,
    ]);
});

it('forwards, and deletes for oneself', async () => {
  await alice.message('Note 40').last().click({ button: 'right' });
  await alice.screenshot('timeline-menu');
  await alice.page.getByRole('menuitem', { name: 'Forward…' }).click();
  const dialog = alice.page.getByRole('dialog');
  await dialog.getByRole('textbox').or(dialog.getByRole('combobox')).first().fill('Lena');
  await alice.screenshot('timeline-forward');
  await alice.expectAccessible();
  await alice.page.keyboard.press('Enter');
  await expect.poll(() => lena.receivedTexts.at(-1)).toBe('Note 40');

  await open('Jonas Becker');
  await alice.message('Note 38').last().click({ button: 'right' });
  await alice.page.getByRole('menuitem', { name: 'Delete for me…' }).click();
  await alice.screenshot('timeline-delete');
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Delete for me' }).click();
  await expect.poll(async () => alice.message('Note 38').count()).toBe(0);
  const { profile } = alice;
  await alice.quit();
  alice = await Parley.start(display.display, { profile });
  await open('Jonas Becker');
  await alice.message('Note 39').last().waitFor();
  expect(await alice.message('Note 38').count()).toBe(0);
});
