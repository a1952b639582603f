import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Notice } from '../../main/desktop/notice.ts';
import { desktopWords } from '../../main/desktop/text/words.ts';
import { silentLog } from '../../main/log/log.ts';
import { BusNotices } from '../../main/shell/bus-notices.ts';
import { DesktopBus } from '../../main/shell/desktop-bus.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { DesktopStandIn } from '../support/desktop-stand-in.ts';

// How Parley speaks to a notification server, over a real D-Bus.
const bob = 'a6b0d7c4-7d7e-4c5e-9d5c-0a4f4d0c7b01' as ConversationId;
const carol = 'a6b0d7c4-7d7e-4c5e-9d5c-0a4f4d0c7b02' as ConversationId;
const notice = (rest: Partial<Notice> = {}): Notice => ({
  conversationId: bob,
  title: 'Bob',
  body: 'One <b> & two',
  silent: false,
  reply: 'Reply to Bob',
  ...rest,
});

let desktop: DesktopStandIn;
let server: DesktopBus;
let notices: BusNotices;
let told: string[];

async function begin(options: Partial<Parameters<typeof DesktopStandIn.start>[0]> = {}): Promise<void> {
  desktop = await DesktopStandIn.start({ tray: false, ...options });
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', desktop.address);
  const opened = await DesktopBus.open(silentLog);
  if (opened === null) throw new Error('There is no session bus');
  server = opened;
  notices = await BusNotices.on({
    bus: server.connection,
    icon: 'parley',
    server,
    words: () => desktopWords.en,
    log: silentLog,
  });
  notices.clicked.subscribe((id) => told.push(`clicked ${id}`));
  notices.dismissed.subscribe((id) => told.push(`dismissed ${id}`));
}
beforeEach(() => {
  told = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await desktop.stop();
});

it('asks for a sound, or for none', async () => {
  await begin();
  notices.show(notice({ body: 'Heard' }));
  const heard = await desktop.notification('Heard');
  expect(heard.hints).toMatchObject({ 'sound-name': 'message-new-instant' });
  expect(heard.hints).not.toHaveProperty('suppress-sound');
  notices.show(notice({ body: 'Not heard', silent: true }));
  const silent = await desktop.notification('Not heard');
  expect(silent.hints).toMatchObject({ 'suppress-sound': true });
  expect(silent.hints).not.toHaveProperty('sound-name');
  expect(silent.id).toBe(heard.id);
  expect(desktop.notifications).toHaveLength(1);
});

it.each([
  [{}, ['default', 'Open'], 'One <b> & two'],
  [{ markup: true }, ['default', 'Open'], 'One &lt;b&gt; &amp; two'],
  [{ replies: true }, ['default', 'Open', 'inline-reply', 'Reply'], 'One <b> & two'],
  [{ actions: false }, [], 'One <b> & two'],
] as const)('asks a server with %j for no more than it can', async (options, actions, body) => {
  await begin(options);
  expect(server.takesNotices).toBe(true);
  notices.show(notice());
  const shown = await desktop.notification(body);
  expect(shown.actions).toEqual(actions);
  expect('x-kde-reply-placeholder-text' in shown.hints).toBe('replies' in options);
});

it('tells of a click once, and takes away what is read', async () => {
  await begin();
  notices.show(notice({ body: 'For Bob' }));
  notices.show(notice({ body: 'For Carol', conversationId: carol }));
  await desktop.notification('For Carol');
  desktop.click(await desktop.notification('For Bob'));
  await expect.poll(() => told).toEqual([`clicked ${bob}`, `dismissed ${bob}`]);
  notices.close(carol);
  await expect.poll(() => desktop.notifications).toEqual([]);
  notices.close(carol);
  expect(told).toHaveLength(2);
});

it('forgets what a server showed that began anew, whose numbers are others’', async () => {
  await begin();
  notices.show(notice({ body: 'Before' }));
  const before = await desktop.notification('Before');
  await desktop.restartNotifications();
  await expect.poll(() => told).toEqual([`dismissed ${bob}`]);
  desktop.click(before);
  notices.show(notice({ body: 'For Carol', conversationId: carol }));
  notices.show(notice({ body: 'After' }));
  await desktop.notification('After');
  expect(desktop.notifications.map(({ body }) => body)).toEqual(['For Carol', 'After']);
  expect(told).toHaveLength(1);
});
