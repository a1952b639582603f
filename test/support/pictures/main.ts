import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAddress } from '../../../shared/model/address.ts';
import { ComposingState } from '../../../main/flow/composing.ts';
import { startLoopback } from '../../../main/loopback/index.ts';
import { silentLog } from '../../../main/log/log.ts';
import { systemClock } from '../../../main/shell/system-clock.ts';
import { Parley } from '../parley.ts';
import { startDisplay } from '../xvfb.ts';
import { arabicWriter, correspondents, signIn } from './people.ts';

/** Takes the pictures: the real application, signed in to the embedded server, with made-up people who write to it. */
const { values } = parseArgs({
  options: { to: { type: 'string', default: join(import.meta.dirname, '../../../build/pictures') } },
});
await mkdir(values.to, { recursive: true });

const display = await startDisplay();
const loopback = await startLoopback({ clock: systemClock, log: silentLog, echo: false });
const server = { transport: 'tcp', host: '127.0.0.1', port: loopback.tcpPort, path: '/' } as const;
const alice = await Parley.start(display.display);
const { page } = alice;
const people = await Promise.all(correspondents.map(async (each) => signIn(each, server)));
const writer = await signIn(arabicWriter, server);

async function picture(name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(values.to, `${name}.png`), animations: 'disabled' });
  console.log(`${name}.png`);
}

try {
  await page.getByLabel('Address', { exact: true }).waitFor();
  await picture('sign-in');
  await alice.signIn('alice@localhost', 'any', {
    host: '127.0.0.1',
    port: loopback.tcpPort,
    transport: 'TCP',
  });
  await page.getByRole('button', { name: 'New conversation' }).first().waitFor();

  const own = parseAddress('alice@localhost');
  if (!own.ok) throw new Error('Alice has no address');
  for (const [index, { texts }] of correspondents.entries()) {
    const person = people[index];
    if (person === undefined) continue;
    await person.call(own.value);
    for (const text of texts) await person.flowWith(own.value).sendInstantMessage(text);
  }
  const jonas = people.at(-1)?.flowWith(own.value);
  if (jonas === undefined) throw new Error('Jonas is not there');

  await alice.conversations.getByText('Dispatch Oslo').first().click();
  await alice.send('Thank you, the gate is open');
  await alice.expectReceipt('the gate is open', /delivered|read/i);
  await alice.conversations.getByText('Lena Wirth').first().click();
  await alice.composer.fill('Yes, before');
  await alice.conversations.getByText('Jonas Becker').first().click();
  await alice.message('Ring a bell?').waitFor();
  await alice.send(
    '32 s is the transaction timer: an ACK that never arrives. Is there a proxy rewriting the Contact?',
  );
  await alice.expectReceipt('transaction timer', /delivered|read/i);
  await jonas.sendInstantMessage(
    'There is. This is what it sends:\n```\nContact: <sip:bergen@10.4.0.7:5060;transport=tcp>\n```\nand the box is only reachable at https://gw.bergen.example.com',
  );
  await alice.message('There is. This is what').waitFor();
  await alice.send('Found it 🎯 I add the alias on *replies* as well as requests.');
  await alice.expectReceipt('Found it', /delivered|read/i);
  jonas.localComposingState = ComposingState.Composing;
  await page.getByText('Jonas Becker is typing').waitFor();
  await picture('conversation');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture('dark');
  await page.emulateMedia({ colorScheme: 'light' });

  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('gate');
  await page.getByRole('listbox', { name: 'Search results' }).getByText('B12').waitFor();
  await picture('search');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+K');
  await page.getByRole('dialog').getByRole('combobox').fill('dis');
  await page.getByRole('option', { name: 'Dispatch Oslo' }).waitFor();
  await picture('palette');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Appearance' }).click();
  await picture('settings');

  await page.getByRole('button', { name: 'Language', exact: true }).click();
  await page.getByRole('radio', { name: 'العربية' }).click();
  await page.getByRole('button', { name: 'المحادثات' }).first().click();
  await writer.call(own.value);
  for (const text of arabicWriter.texts) await writer.flowWith(own.value).sendInstantMessage(text);
  await page.getByText(arabicWriter.name).first().click();
  const answer = page.getByRole('textbox', { name: 'رسالة', exact: true });
  await answer.fill('نعم، الساعة العاشرة تناسبني. سأرسل جدول الأعمال قبل الاجتماع.');
  await answer.press('Enter');
  await page.getByText('جدول الأعمال').first().waitFor();
  await writer.flowWith(own.value).sendInstantMessage('شكرًا، إلى الغد 👋');
  await page.getByRole('log').getByText('إلى الغد').waitFor();
  await picture('right-to-left');
} finally {
  await Promise.all([...people, writer].map(async (each) => each.stop()));
  await alice.discard();
  await loopback.stop();
  await display.stop();
}
