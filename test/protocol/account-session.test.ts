import { expect, it } from 'vitest';
import { InstantMessagingEndpoint } from '../../main/flow/im-endpoint.ts';
import {
  InstantMessageConsumptionMode,
  InstantMessagingFlowTemplate,
} from '../../main/flow/im-flow-template.ts';
import type { InstantMessagingFlow } from '../../main/flow/im-flow.ts';
import { silentLog } from '../../main/log/log.ts';
import { StoreError } from '../../main/store/interface.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import { longestText, type Message } from '../../shared/model/message.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeNetwork } from '../support/fake-signaling.ts';
import {
  address,
  alice,
  bob,
  newMessageId,
  openLocalStore,
  realClock,
  sampleAccount,
} from '../support/store.ts';
import { receiptOf, sendTo, sessionParty, texts, withFault, type SessionParty } from './session-party.ts';
import { addStranger } from './stranger.ts';

it('tells each step of a message and has it stored at the peer before the peer answers', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  const message = await sendTo(a, bob, 'Hello');
  await expect.poll(async () => receiptOf(a, message)).toBe('delivered');
  expect(await texts(b, alice)).toEqual(['Hello']);
  const told = a.events.flatMap((event) => (event.kind === 'message' ? [event.message.receipt?.state] : []));
  expect(told).toEqual(['queued', 'sending', 'delivered']);
  expect(b.events.filter(({ kind }) => kind === 'message')).toHaveLength(1);
});

it('does not take what it cannot store, and the sender knows', async () => {
  const network = new FakeNetwork();
  const store = await openLocalStore();
  let broken = true;
  const faulty = withFault(store, (message) =>
    broken
      ? Promise.reject(new StoreError('full', 'No space is left on the disk.'))
      : store.insertIncoming(message),
  );
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob, faulty)];
  const message = await sendTo(a, bob, 'Remember this');
  await expect.poll(() => network.answers.some(({ response }) => response.statusCode === 500)).toBe(true);
  expect(await receiptOf(a, message)).not.toBe('delivered');
  broken = false;
  await expect.poll(async () => receiptOf(a, message), { timeout: 10_000 }).toBe('delivered');
  expect(await texts(b, alice)).toEqual(['Remember this']);
});

it('does not wait for long for a peer that called and fell silent', async () => {
  const network = new FakeNetwork();
  const clock = new FakeClock();
  const store = await openLocalStore();
  await store.saveAccount(sampleAccount({ address: alice, active: true, imDialogs: true }));
  const a = await sessionParty(network, alice, store);
  const b = await sessionParty(network, bob, undefined, clock);
  let calls = 0;
  network.acknowledged = async () => {
    calls += 1;
    return new Promise<void>(() => undefined);
  };
  await sendTo(a, bob, 'Hello');
  await expect.poll(() => calls).toBe(1);
  network.acknowledged = async () => Promise.resolve();
  const message = await sendTo(b, alice, 'Are you there?');
  await expect.poll(async () => receiptOf(b, message)).toBe('sending');
  await clock.advance(4_000);
  expect(await receiptOf(b, message)).toBe('sending');
  await clock.advance(2_000);
  await expect.poll(async () => receiptOf(b, message)).toBe('delivered');
  expect(await texts(a, bob)).toContain('Are you there?');
});

it('asks before it repeats what may have arrived at a peer that it does not know', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  network.fate = ({ method }) => (method === 'MESSAGE' ? { kind: 'transport-lost', left: true } : null);
  const message = await sendTo(a, bob, 'Once');
  await expect.poll(async () => receiptOf(a, message)).toBe('failed');
  expect((await a.store.message(message.id))?.receipt?.failure?.code).toBe('interrupted');
  network.fate = () => null;
  await a.session.kept.retry(message.id);
  await expect.poll(async () => receiptOf(a, message)).toBe('delivered');
  expect(await texts(b, alice)).toEqual(['Once']);
});

it('repeats by itself to a peer that recognises repeats, and it is shown once', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  const first = await sendTo(a, bob, 'One');
  await expect.poll(async () => receiptOf(a, first)).toBe('delivered');
  let broken = false;
  network.fate = ({ method }) => {
    if (method !== 'MESSAGE' || broken) return null;
    broken = true;
    return { kind: 'transport-lost', left: true };
  };
  const second = await sendTo(a, bob, 'Two');
  await expect.poll(async () => receiptOf(a, second), { timeout: 10_000 }).toBe('delivered');
  expect(broken).toBe(true);
  expect(await texts(b, alice)).toEqual(['One', 'Two']);
});

it('shows a message once that was stored but not acknowledged, and then came again', async () => {
  const network = new FakeNetwork();
  const store = await openLocalStore();
  let losses = 1;
  const faulty = withFault(store, async (message) => {
    const stored = await store.insertIncoming(message);
    losses -= 1;
    if (losses >= 0) throw new StoreError('crashed', 'The store ended behind its commit.');
    return stored;
  });
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob, faulty)];
  const message = await sendTo(a, bob, 'Only once');
  await expect.poll(async () => receiptOf(a, message), { timeout: 10_000 }).toBe('delivered');
  expect(losses).toBe(-1);
  expect(await texts(b, alice)).toEqual(['Only once']);
});

it('takes up after a crash what was queued, and does not blindly repeat what was being sent', async () => {
  const network = new FakeNetwork();
  const store = await openLocalStore();
  const account = sampleAccount({ address: alice, active: true });
  await store.saveAccount(account);
  const conversation = await store.ensureConversation(account.id, bob, 1);
  const sender = { address: alice, displayName: null };
  const left = await store.insertOutgoing({
    id: newMessageId(),
    conversationId: conversation.id,
    sender,
    text: 'Had left',
    at: Date.now(),
  });
  const queued = await store.insertOutgoing({
    id: newMessageId(),
    conversationId: conversation.id,
    sender,
    text: 'Had not left',
    at: Date.now(),
  });
  await store.setReceipt(left.id, { state: 'sending', failure: null, updatedAt: 1 });

  const b = await sessionParty(network, bob);
  const a = await sessionParty(network, alice, store);
  await expect.poll(async () => receiptOf(a, queued)).toBe('delivered');
  expect(await receiptOf(a, left)).toBe('failed');
  expect(await texts(b, alice)).toEqual(['Had not left']);
});

it('keeps what is written without a connection and sends it in order when there is one', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  a.connection.lose();
  const written: Message[] = [];
  for (const text of ['1', '2', '3']) written.push(await sendTo(a, bob, text));
  for (const message of written) expect(await receiptOf(a, message)).toBe('queued');
  a.connection.start();
  for (const message of written) await expect.poll(async () => receiptOf(a, message)).toBe('delivered');
  expect(await texts(b, alice)).toEqual(['1', '2', '3']);
});

it('tells when the peer is typing and that it ended with the message', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  const message = await sendTo(a, bob, 'Hello');
  await expect.poll(async () => receiptOf(a, message)).toBe('delivered');
  const { id } = await b.session.startConversation(alice);
  await b.session.setComposing(id, true);
  const composing = (): boolean[] =>
    a.events.flatMap((event) => (event.kind === 'composing' ? [event.composing] : []));
  await expect.poll(composing).toEqual([true]);
  await sendTo(b, alice, 'Hello yourself');
  await expect.poll(composing).toEqual([true, false]);
  expect(a.session.composing).toEqual([]);
});

it('refuses what makes no sense, with the reason', async () => {
  const network = new FakeNetwork();
  const a = await sessionParty(network, alice);
  const { id } = await a.session.startConversation(bob);
  await expect(a.session.startConversation(alice)).rejects.toMatchObject({
    failure: { code: 'own-address' },
  });
  await expect(a.session.send(newMessageId(), id, '  \n ')).rejects.toMatchObject({
    failure: { code: 'invalid-input' },
  });
  await expect(a.session.send(newMessageId(), id, 'x'.repeat(70_000))).rejects.toMatchObject({
    failure: { code: 'text-too-long' },
  });
  await expect(a.session.kept.retry(newMessageId())).rejects.toMatchObject({
    failure: { code: 'unknown-message' },
  });
});

it('begins with a stranger outside of dialogs, and speaks in a dialog once it knows a Parley', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  const first = await sendTo(a, bob, 'One');
  await expect.poll(async () => receiptOf(a, first)).toBe('delivered');
  expect(network.methods).not.toContain('INVITE');
  const second = await sendTo(a, bob, 'Two');
  await expect.poll(async () => receiptOf(a, second)).toBe('delivered');
  expect(network.methods).toContain('INVITE');
  expect(await texts(b, alice)).toEqual(['One', 'Two']);
  const [conversation] = await a.store.conversations(a.session.account.id);
  expect(JSON.parse(conversation?.peerCapabilities ?? 'null')).toMatchObject({ parley: true });
});

it('tells the sender that its message was read, once the reader has it read', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  const sent: Message[] = [];
  for (const text of ['One', 'Two', 'Three']) {
    const message = await sendTo(a, bob, text);
    await expect.poll(async () => receiptOf(a, message)).toBe('delivered');
    sent.push(message);
  }
  const { id } = await b.session.startConversation(alice);
  const page = await b.session.messages(id, null, 10);
  await b.session.markRead(id, page.messages[1]?.sequence ?? 0);
  const states = async (): Promise<unknown[]> => Promise.all(sent.map(async (each) => receiptOf(a, each)));
  await expect.poll(states).toEqual(['read', 'read', 'delivered']);
  await b.session.markRead(id, page.messages[2]?.sequence ?? 0);
  await expect.poll(states).toEqual(['read', 'read', 'read']);
});

it('believes no report of somebody who was not the recipient', async () => {
  const network = new FakeNetwork();
  const a = await sessionParty(network, alice);
  await sessionParty(network, bob);
  const mallory = new InstantMessagingEndpoint({
    signaling: network.add(address('sip:mallory@example.com')),
    clock: realClock,
    log: silentLog,
  });
  const message = await sendTo(a, bob, 'For Bob');
  await expect.poll(async () => receiptOf(a, message)).toBe('delivered');
  await mallory.sendDisposition(alice, { messageId: message.id, disposition: 'displayed' });
  expect(await receiptOf(a, message)).toBe('delivered');
  mallory.close();
});

it('lets the tick wait for the report of a peer that hands messages on, and the next message not', async () => {
  const network = new FakeNetwork();
  const a = await sessionParty(network, alice);
  const gateway = new InstantMessagingEndpoint({
    signaling: network.add(bob),
    clock: realClock,
    log: silentLog,
  });
  const handedOn: string[] = [];
  const flows: InstantMessagingFlow[] = [];
  gateway.callReceived.subscribe(({ call }) => {
    call.instantMessagingFlowConfigurationRequested.subscribe(({ flow }) => {
      const template = new InstantMessagingFlowTemplate();
      template.messageConsumptionMode = InstantMessageConsumptionMode.ProxiedToRemoteEntity;
      flow.initialize(template);
      flows.push(flow);
      flow.messageReceived.subscribe(({ messageId }) => {
        if (messageId !== null) handedOn.push(messageId);
      });
    });
    void call.accept();
  });
  await a.store
    .ensureConversation(a.session.account.id, bob, 1)
    .then(async ({ id }) => a.store.setPeerCapabilities(id, JSON.stringify({ dialect: 'session' })));
  const good = await sendTo(a, bob, 'Good');
  const bad = await sendTo(a, bob, 'Bad');
  await expect.poll(() => handedOn.length).toBe(2);
  await expect.poll(async () => receiptOf(a, bad)).toBe('sent');
  expect(await receiptOf(a, good)).toBe('sent');
  expect(flows).toHaveLength(1);
  await flows[0]?.sendSuccessDeliveryNotification(handedOn[0] ?? '');
  await flows[0]?.sendFailureDeliveryNotification(handedOn[1] ?? '', 480);
  await expect.poll(async () => receiptOf(a, good)).toBe('delivered');
  await expect.poll(async () => receiptOf(a, bad)).toBe('failed');
  gateway.close();
});

it('does not wait for ever when the answer to an invitation is lost', async () => {
  const network = new FakeNetwork();
  const clock = new FakeClock();
  const a = await sessionParty(network, alice, undefined, clock);
  const b = await sessionParty(network, bob);
  const first = await sendTo(a, bob, 'One');
  await expect.poll(async () => receiptOf(a, first)).toBe('delivered');
  let invitations = 0;
  network.fate = ({ method }) => {
    if (method !== 'INVITE') return null;
    invitations += 1;
    return invitations === 1 ? new Promise(() => undefined) : null;
  };
  const second = await sendTo(a, bob, 'Two');
  await expect.poll(() => invitations).toBe(1);
  expect(await receiptOf(a, second)).toBe('sending');
  await expect
    .poll(async () => {
      await clock.advance(5_000);
      return receiptOf(a, second);
    })
    .toBe('delivered');
  expect(invitations).toBe(2);
  expect(await texts(b, alice)).toEqual(['One', 'Two']);
});

const messagesOf = async (owner: SessionParty, peer: SipAddress): Promise<readonly Message[]> => {
  const { id } = await owner.session.startConversation(peer);
  return (await owner.store.messages(id, null, 200)).messages;
};

it('links an answer to the message on both sides, outside of dialogs and inside, however it got there', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  const question = await sendTo(a, bob, 'Tea or coffee?\nOr water?');
  await expect.poll(async () => receiptOf(a, question)).toBe('delivered');
  const [asked] = await messagesOf(b, alice);
  if (asked === undefined) throw new Error('The question is not there');
  const { id } = await b.session.startConversation(alice);
  const answer = await b.session.send(newMessageId(), id, 'Tea', { replyTo: asked.id });
  expect(answer).toMatchObject({ text: 'Tea', replyTo: asked.id, quote: { text: asked.text } });
  await expect.poll(async () => receiptOf(b, answer)).toBe('delivered');
  const answered = (await messagesOf(a, bob))[1];
  expect(answered).toMatchObject({
    text: 'Tea',
    replyTo: question.id,
    quote: { sequence: question.sequence, direction: 'outgoing', text: question.text },
  });
  const { id: back } = await a.session.startConversation(bob);
  const thanks = await a.session.send(newMessageId(), back, '> not a quote\nThanks', {
    replyTo: answered?.id ?? null,
  });
  await expect.poll(async () => receiptOf(a, thanks)).toBe('delivered');
  expect(network.methods).toContain('INVITE');
  expect((await messagesOf(b, alice)).at(-1)).toMatchObject({ text: thanks.text, replyTo: answer.id });
});

it('keeps the link of an answer that lost its headers on the way, as in a store for the absent', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  const question = await sendTo(a, bob, 'Coming?');
  await expect.poll(async () => receiptOf(a, question)).toBe('delivered');
  const document = [
    'From: <sip:bob@example.com>',
    'To: <sip:alice@example.com>',
    'DateTime: 2026-11-23T06:50:00Z',
    'NS: parley <urn:parley:reply>',
    `parley.Reply-To: ${question.id}`,
    '',
    'Content-Type: text/plain',
    '',
    '> Coming?',
    '',
    'Yes',
  ].join('\r\n');
  const content = new TextEncoder().encode(document);
  await b.connection.signaling.message(alice, { contentType: 'message/cpim', content }, []);
  expect((await messagesOf(a, bob)).at(-1)).toMatchObject({
    text: 'Yes',
    replyTo: question.id,
    sentAt: Date.UTC(2026, 10, 23, 6, 50),
  });
});

it('quotes for a peer that knows no replies, and shows its quotes as they are', async () => {
  const network = new FakeNetwork();
  const a = await sessionParty(network, alice);
  const { end, got } = addStranger(network, bob, () => 200);
  const plain = (text: string) => ({ contentType: 'text/plain', content: new TextEncoder().encode(text) });
  const date = 'Mon, 23 Nov 2026 06:50:00 GMT';
  await end.message(alice, plain('> You wrote\n\nLunch?'), [
    ['Date', date],
    ['Parley-Reply-To', 'unknown'],
  ]);
  const [lunch] = await messagesOf(a, bob);
  expect(lunch).toMatchObject({
    text: '> You wrote\n\nLunch?',
    replyTo: null,
    sentAt: Date.parse(date),
  });
  const { id } = await a.session.startConversation(bob);
  const answer = await a.session.send(newMessageId(), id, 'At one', { replyTo: lunch?.id ?? null });
  await expect.poll(async () => receiptOf(a, answer)).toBe('delivered');
  expect(got.at(-1)?.text).toBe('> Lunch?\n\nAt one');
});

it('sends an answer alone when there is no room for a quote, and to what is not there no answer', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  const question = await sendTo(a, bob, 'Well?');
  await expect.poll(async () => receiptOf(a, question)).toBe('delivered');
  const { id } = await a.session.startConversation(bob);
  const whole = 'x'.repeat(longestText);
  const answer = await a.session.send(newMessageId(), id, whole, { replyTo: question.id });
  expect(answer.replyTo).toBe(question.id);
  await expect.poll(async () => receiptOf(a, answer)).toBe('delivered');
  expect((await messagesOf(b, alice)).at(-1)).toMatchObject({ text: whole, replyTo: null });
  const other = await a.session.send(newMessageId(), id, 'And?', { replyTo: newMessageId() });
  expect(other.replyTo).toBeNull();
});

it('tells when a message was written that had to wait', async () => {
  const network = new FakeNetwork();
  const [a, b] = [await sessionParty(network, alice), await sessionParty(network, bob)];
  a.connection.lose();
  const message = await sendTo(a, bob, 'Later');
  a.connection.start();
  await expect.poll(async () => receiptOf(a, message)).toBe('delivered');
  const [arrived] = await messagesOf(b, alice);
  expect(arrived?.sentAt).toBe(Math.floor(message.at / 1000) * 1000);
  expect(message.sentAt).toBeNull();
});

it('brings the newest messages of what was open last along, or says what was open where they cannot be read', async () => {
  const network = new FakeNetwork();
  const store = await openLocalStore();
  let damaged = false;
  const faulty = new Proxy(store, {
    get: (target, name) => {
      if (name === 'messages' && damaged) return () => Promise.reject(new StoreError('damaged', 'A page.'));
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  await sessionParty(network, bob);
  const { session } = await sessionParty(network, alice, faulty);
  expect(await session.lastOpened(2)).toEqual({ lastOpen: null, newest: null });
  const { id } = await session.startConversation(bob);
  for (const text of ['One', 'Two', 'Three']) await session.send(newMessageId(), id, text);
  await session.rememberOpen(id);
  const { lastOpen, newest } = await session.lastOpened(2);
  expect(lastOpen).toBe(id);
  expect(newest?.messages.map(({ text }) => text)).toEqual(['Two', 'Three']);
  expect(newest?.more).toBe(true);
  expect(await session.lastOpened(0)).toEqual({ lastOpen: id, newest: null });
  damaged = true;
  expect(await session.lastOpened(2)).toEqual({ lastOpen: id, newest: null });
});
