import { afterAll, beforeAll, expect, it } from 'vitest';
import { InstantMessagingEndpoint } from '../../main/flow/im-endpoint.ts';
import { InstantMessagingFlowTemplate } from '../../main/flow/im-flow-template.ts';
import { silentLog } from '../../main/log/log.ts';
import { systemClock } from '../../main/shell/system-clock.ts';
import type { SipConnection } from '../../main/sip/interface.ts';
import { createSipConnection } from '../../main/sip/sip-connection.ts';
import { parseAddress, type SipAddress } from '../../shared/model/address.ts';
import { startKamailio, type Kamailio } from '../support/kamailio.ts';
import { Parley } from '../support/parley.ts';
import { startDisplay, type Display } from '../support/xvfb.ts';

let display: Display;
let kamailio: Kamailio;
let alice: Parley;
let mallory: SipConnection;

const markup = '<img src=x onerror=alert(1)>';
const name = '<b onmouseover=alert(2)>Mallory</b>';

function address(text: string): SipAddress {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}

beforeAll(async () => {
  display = await startDisplay();
  kamailio = await startKamailio({ users: { alice: 'wonderland', mallory: 'evil' } });
  alice = await Parley.start(display.display);
  mallory = createSipConnection({
    address: address('mallory@example.test'),
    displayName: name,
    password: 'evil',
    server: { transport: 'tcp', host: kamailio.host, port: kamailio.tcpPort, path: '/' },
    instanceId: 'urn:uuid:3b0a4c1e-58a3-4d5a-9a2c-0d6c3b1f7e01',
    userAgent: 'Mallory',
    clock: systemClock,
    log: silentLog,
  });
});
afterAll(async () => {
  await mallory.stop();
  await alice.discard();
  await kamailio.dispose();
  await display.stop();
});

it('shows markup in texts and names as text', async () => {
  const { host, tcpPort } = kamailio;
  let dialogs = 0;
  alice.page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await alice.signIn('alice@example.test', 'wonderland', { host, port: tcpPort, transport: 'TCP' });
  await alice.page
    .getByText(/^Connected/)
    .first()
    .waitFor();

  const registered = new Promise<void>((resolve) => {
    mallory.stateChanged.subscribe(({ kind }) => {
      if (kind === 'registered') resolve();
    });
  });
  mallory.start();
  await registered;
  const endpoint = new InstantMessagingEndpoint({
    signaling: mallory.signaling,
    clock: systemClock,
    log: silentLog,
  });
  const call = endpoint.createCall(address('alice@example.test'));
  call.instantMessagingFlowConfigurationRequested.subscribe(({ flow }) => {
    flow.initialize(new InstantMessagingFlowTemplate());
  });
  await call.establish();
  await call.flow?.sendInstantMessage(markup);
  await call.flow?.sendInstantMessage(
    'javascript:alert(3) and [x](javascript:alert(4)) https://example.com/?a=<b>',
  );

  await alice.conversations.getByText(name).first().click();
  await alice.message(markup).waitFor();
  expect(await alice.page.locator('img[src="x"]').count()).toBe(0);
  expect(await alice.page.locator('[onerror], [onmouseover]').count()).toBe(0);
  expect(await alice.page.locator('a[href^="javascript"]').count()).toBe(0);
  await alice.send(markup);
  await alice.page.getByText(name).first().waitFor();
  await expect.poll(async () => alice.message(markup).count()).toBe(2);
  await alice.screenshot('hostile-text');
  await alice.expectAccessible();
  expect(dialogs).toBe(0);
  await call.terminate();
  endpoint.close();
});
