import { beforeEach, describe, expect, it } from 'vitest';
import { Desk, type DeskApplication } from '../../../main/desktop/desk.ts';
import type { NoticeMarks } from '../../../main/desktop/mark-file.ts';
import type { NoticeMark } from '../../../main/desktop/notice.ts';
import { desktopWords } from '../../../main/desktop/text/words.ts';
import { CommandError } from '../../../main/conversation/failure-error.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { AppEvent } from '../../../shared/contract/events.ts';
import type { ConversationSummary } from '../../../shared/model/conversation.ts';
import { TypedEvent } from '../../../shared/model/event.ts';
import type { AccountId } from '../../../shared/model/ids.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { Opening } from '../../../shared/model/opening.ts';
import { FakeClock, settled } from '../../support/fake-clock.ts';
import { settingsWith } from '../../support/settings.ts';
import { addressOf, FakeBoard, incoming, newConversationId, summary } from './board.ts';

const bob = newConversationId();
const carol = newConversationId();
const accountId = '7d3c2a10-94a4-4d5e-9a54-0a9a5c8f1b01' as AccountId;
const phase: AppEvent = {
  kind: 'phase',
  phase: {
    kind: 'signed-in',
    account: {
      id: accountId,
      address: addressOf('alice@example.com'),
      displayName: 'Alice',
      server: { transport: 'tcp', host: 'sip.example.com', port: 5060, path: '/' },
      kind: 'server',
      imDialogs: false,
    },
  },
};

class FakeApplication implements DeskApplication {
  readonly events = new TypedEvent<AppEvent>();
  readonly arrivals = new TypedEvent<Message>();
  readonly done: unknown[] = [];
  stored: readonly ConversationSummary[] = [];
  messages: readonly Message[] = [];
  reading: Promise<void> = Promise.resolve();
  refusal: CommandError | null = null;
  readonly commands: DeskApplication['commands'] = {
    startConversation: ({ address }) => {
      this.done.push(['start', address]);
      if (this.refusal !== null) return Promise.reject(this.refusal);
      return Promise.resolve(summary(bob));
    },
    sendMessage: ({ conversationId, text }) => {
      this.done.push(['send', conversationId, text]);
      if (this.refusal !== null) return Promise.reject(this.refusal);
      return Promise.resolve(incoming(conversationId, 99, { direction: 'outgoing', text }));
    },
    markRead: ({ conversationId, upTo }) => {
      this.done.push(['read', conversationId, upTo]);
      return Promise.resolve({});
    },
    messagesAfter: ({ conversationId, after }) =>
      Promise.resolve({
        messages: this.messages.filter(
          (each) => each.conversationId === conversationId && each.sequence > after,
        ),
        more: false,
      }),
  };

  async conversations(): Promise<readonly ConversationSummary[]> {
    await this.reading;
    return this.stored;
  }

  checkConnection(certain: boolean): void {
    this.done.push(['check', certain]);
  }

  /** As it happens: the summary first, then the arrival. */
  arrive(message: Message, unread = 1): void {
    const conversation = summary(message.conversationId, { lastMessage: message, unread });
    this.events.raise({ kind: 'conversation', conversation });
    this.arrivals.raise(message);
  }
}

let application: FakeApplication;
let board: FakeBoard;
let clock: FakeClock;
let kept: Map<AccountId, NoticeMark>;
let settings: ReturnType<typeof settingsWith>;
let desk: Desk;
let told: AppEvent[];
let wanted: Opening[];

function makeDesk(): Desk {
  application = new FakeApplication();
  board = new FakeBoard();
  told = [];
  wanted = [];
  const marks: NoticeMarks = {
    read: (id) => kept.get(id) ?? null,
    keep: (id, mark) => {
      kept.set(id, mark);
    },
  };
  const made = new Desk({
    application,
    board,
    marks,
    settings,
    words: () => desktopWords.en,
    clock,
    log: silentLog,
  });
  made.events.subscribe((event) => told.push(event));
  made.openings.wanted.subscribe((opening) => wanted.push(opening));
  return made;
}

async function signIn(): Promise<void> {
  application.events.raise(phase);
  await settled();
}

beforeEach(() => {
  clock = new FakeClock(5_000);
  kept = new Map();
  settings = settingsWith();
  desk = makeDesk();
});

describe('at the start', () => {
  it('takes everything stored for old the first time', async () => {
    const old = incoming(bob, 7);
    application.stored = [summary(bob, { lastMessage: old, unread: 1 })];
    application.messages = [old];
    await signIn();
    expect(board.shown).toEqual([]);
    expect(kept.get(accountId)).toEqual({ sequence: 7, at: 5_000 });
    application.arrive(incoming(bob, 8), 2);
    expect(board.shown).toMatchObject([{ title: 'Bob', body: 'Text 8' }]);
  });

  it('tells of what an earlier run stored and could not tell of, not of what is read or brought in', async () => {
    kept.set(accountId, { sequence: 5, at: 1_005 });
    const missed = [incoming(bob, 6), incoming(bob, 7), incoming(bob, 8, { direction: 'outgoing' })];
    const brought = incoming(carol, 9, { at: 900 });
    application.messages = [incoming(bob, 5), ...missed, brought];
    application.stored = [
      summary(bob, { lastMessage: missed[2] ?? null, unread: 2, readUpTo: 6 }),
      summary(carol, { lastMessage: brought, unread: 1 }),
    ];
    await signIn();
    await clock.advance(2_000);
    expect(board.shown).toMatchObject([{ title: 'Bob', body: 'Text 7' }]);
    desk.end();
    desk = makeDesk();
    application.messages = missed;
    application.stored = [summary(bob, { lastMessage: missed[2] ?? null, unread: 2 })];
    await signIn();
    await clock.advance(2_000);
    expect(board.shown).toEqual([]);
  });

  it('tells of what arrives while it looks, once', async () => {
    kept.set(accountId, { sequence: 5, at: 1_005 });
    let looked: () => void = () => undefined;
    application.reading = new Promise((resolve) => {
      looked = resolve;
    });
    const message = incoming(bob, 6);
    application.events.raise(phase);
    application.arrive(message);
    application.stored = [summary(bob, { lastMessage: message, unread: 1 })];
    application.messages = [message];
    expect(board.shown).toEqual([]);
    looked();
    await settled();
    await clock.advance(2_000);
    expect(board.shown).toHaveLength(1);
  });

  it('begins anew with a store that is older than the mark', async () => {
    kept.set(accountId, { sequence: 500, at: 1_005 });
    application.stored = [summary(bob, { lastMessage: incoming(bob, 7), unread: 0 })];
    await signIn();
    application.arrive(incoming(bob, 8));
    expect(board.shown).toHaveLength(1);
  });
});

describe('while somebody is signed in', () => {
  beforeEach(signIn);

  it('is quiet about the conversation in view in a focused window, and takes its notification away', async () => {
    application.arrive(incoming(bob, 1));
    expect(board.up.size).toBe(1);
    await desk.commands.viewing({ conversationId: bob });
    expect(board.up.size).toBe(1);
    desk.setFocused(true);
    expect(board.up.size).toBe(0);
    application.arrive(incoming(bob, 2));
    application.arrive(incoming(carol, 3));
    expect(board.shown).toHaveLength(2);
    desk.windowLeft();
    application.arrive(incoming(bob, 4));
    expect(board.up.size).toBe(2);
  });

  it('hides what came while the screen is locked, tells the window, and looks after the connection then', async () => {
    await desk.commands.viewing({ conversationId: bob });
    desk.setFocused(true);
    desk.setLocked(true);
    desk.setLocked(true);
    application.arrive(incoming(bob, 1));
    expect(board.shown).toMatchObject([{ title: 'Parley', body: 'New message' }]);
    expect(desk.away).toBe(true);
    desk.setLocked(false);
    expect(board.up.size).toBe(0);
    expect(told).toEqual([
      { kind: 'away', away: true },
      { kind: 'away', away: false },
    ]);
    expect(application.done).toEqual([['check', false]]);
  });

  it('hides what was shown before the screen was locked, without a sound, and shows nothing twice for it', () => {
    application.arrive(incoming(bob, 1));
    application.arrive(incoming(carol, 2));
    board.dismiss(carol);
    desk.setLocked(true);
    expect(board.shown.slice(2)).toEqual([
      { conversationId: bob, title: 'Parley', body: 'New message', silent: true, reply: null },
    ]);
    expect(board.up.size).toBe(1);
    desk.setLocked(false);
    desk.setLocked(true);
    expect(board.shown).toHaveLength(3);
    application.arrive(incoming(bob, 3));
    board.clicked.raise(bob);
    expect(wanted).toMatchObject([{ kind: 'message', conversationId: bob, sequence: 1 }]);
  });

  it('leaves what may stand on a locked screen, but for the answer that anybody could write', () => {
    settings.change({ 'notifications.hideWhenLocked': false });
    board.takesReplies = false;
    application.arrive(incoming(bob, 1));
    desk.setLocked(true);
    expect(board.shown).toHaveLength(1);
    desk.setLocked(false);
    board.takesReplies = true;
    desk.setLocked(true);
    expect(board.shown.slice(1)).toMatchObject([{ title: 'Bob', body: 'Text 1', silent: true, reply: null }]);
  });

  it('tells of what comes to the open conversation while nobody has touched anything for long', async () => {
    await desk.commands.viewing({ conversationId: bob });
    desk.setFocused(true);
    desk.setIdle(true);
    desk.setIdle(true);
    application.arrive(incoming(bob, 1));
    expect(board.shown).toMatchObject([{ title: 'Bob', body: 'Text 1' }]);
    desk.setIdle(false);
    expect(board.up.size).toBe(0);
    expect(told).toEqual([
      { kind: 'away', away: true },
      { kind: 'away', away: false },
    ]);
  });

  it('tells of what comes to the open conversation while the window is hidden, whatever has the focus', async () => {
    await desk.commands.viewing({ conversationId: bob });
    desk.setFocused(true);
    desk.setHidden(true);
    application.arrive(incoming(bob, 1));
    desk.setIdle(true);
    desk.setHidden(false);
    expect(board.up.size).toBe(1);
    desk.setIdle(false);
    expect(board.up.size).toBe(0);
    expect(told).toHaveLength(2);
  });

  it('rebuilds the connection after sleep, and checks it when the network changes', async () => {
    desk.resumed();
    await desk.commands.networkChanged({ online: true });
    expect(application.done).toEqual([
      ['check', true],
      ['check', false],
    ]);
  });

  it('opens the first message that a notification told of', async () => {
    const first = incoming(bob, 1);
    application.arrive(first);
    application.arrive(incoming(bob, 2));
    await clock.advance(2_000);
    board.clicked.raise(bob);
    expect(board.up.size).toBe(0);
    expect(told).toEqual([{ kind: 'opening' }]);
    const opening = { kind: 'message', conversationId: bob, id: first.id, sequence: 1 };
    expect(wanted).toEqual([opening]);
    expect(await desk.commands.takeOpening({})).toEqual({ opening });
    expect(await desk.commands.takeOpening({})).toEqual({ opening: null });
  });

  it('sends an answer that was written in a notification and marks as read what it answers', async () => {
    application.arrive(incoming(bob, 1));
    application.arrive(incoming(bob, 2));
    await clock.advance(2_000);
    board.replied.raise({ conversationId: bob, text: 'On my way' });
    await settled();
    expect(application.done).toEqual([
      ['send', bob, 'On my way'],
      ['read', bob, 2],
    ]);
    expect(board.up.size).toBe(0);
  });

  it('keeps an answer that was not taken, as a draft', async () => {
    application.refusal = new CommandError({ code: 'text-too-long', longest: 1 });
    board.replied.raise({ conversationId: bob, text: 'On my way' });
    board.replied.raise({ conversationId: bob, text: '  ' });
    await settled();
    expect(wanted).toEqual([{ kind: 'conversation', conversationId: bob, draft: 'On my way' }]);
  });

  it('takes notifications away whose rules have changed, and all at signing out', () => {
    application.arrive(incoming(bob, 1));
    settings.change({ 'notifications.content': 'nothing' });
    expect(board.up.size).toBe(0);
    application.arrive(incoming(carol, 2));
    settings.change({ 'notifications.quietUntil': clock.now() + 1_000 });
    application.arrive(incoming(bob, 3));
    expect(board.up.size).toBe(1);
    application.events.raise({ kind: 'phase', phase: { kind: 'signed-out' } });
    expect(board.up.size).toBe(0);
    expect(desk.unread).toEqual({ unread: 0 });
  });

  it('tells by the new rules of what waited when they changed', async () => {
    application.arrive(incoming(bob, 1));
    application.arrive(incoming(bob, 2));
    settings.change({ 'notifications.content': 'sender' });
    expect(board.up.size).toBe(0);
    await clock.advance(1_500);
    expect(board.shown.slice(1)).toMatchObject([{ title: 'Bob', body: 'New message' }]);
    application.arrive(incoming(bob, 3));
    settings.change({ 'notifications.show': false });
    await clock.advance(5_000);
    expect(board.shown).toHaveLength(2);
  });

  it('counts what is unread', () => {
    const counts: number[] = [];
    desk.unreadChanged.subscribe(({ unread }) => counts.push(unread));
    application.arrive(incoming(bob, 1), 1);
    application.arrive(incoming(carol, 2), 3);
    application.events.raise({ kind: 'conversation', conversation: summary(bob, { readUpTo: 1 }) });
    const muted = summary(carol, { unread: 3, mentions: 1, muted: true });
    application.events.raise({ kind: 'conversation', conversation: muted });
    application.events.raise({ kind: 'conversation-deleted', conversationId: carol });
    expect(counts).toEqual([1, 4, 3, 1, 0]);
  });

  it('leads to the newest of what is unread', () => {
    desk.openUnread();
    application.arrive(incoming(carol, 1));
    application.arrive(incoming(bob, 2));
    const muted = summary(newConversationId(), { lastMessage: incoming(bob, 3), unread: 1, muted: true });
    application.events.raise({ kind: 'conversation', conversation: muted });
    desk.openUnread();
    application.events.raise({ kind: 'conversation', conversation: summary(bob, { readUpTo: 2 }) });
    desk.openUnread();
    expect(wanted).toEqual([
      { kind: 'conversation', conversationId: bob, draft: null },
      { kind: 'conversation', conversationId: carol, draft: null },
    ]);
  });

  it('tells of nothing in a muted conversation but of what names the user', async () => {
    const muted = summary(bob, { unread: 1, muted: true });
    application.events.raise({ kind: 'conversation', conversation: muted });
    application.arrivals.raise(incoming(bob, 1));
    application.arrivals.raise(incoming(bob, 2, { text: 'Well, @Alice?' }));
    await clock.advance(2_000);
    expect(board.shown).toMatchObject([{ title: 'Bob', body: 'Well, @Alice?' }]);
  });

  it('leaves no notification of what was deleted', () => {
    const message = incoming(bob, 1);
    application.arrive(message);
    application.events.raise({ kind: 'messages-deleted', conversationId: bob, ids: [message.id] });
    application.arrive(incoming(carol, 2));
    application.events.raise({ kind: 'conversation-deleted', conversationId: carol });
    expect(board.up.size).toBe(0);
  });

  it('leaves a notification when other messages of its conversation are deleted, for their age for instance', () => {
    application.arrive(incoming(bob, 2));
    const ids = [incoming(bob, 1).id];
    application.events.raise({ kind: 'messages-deleted', conversationId: bob, ids });
    expect(board.up.get(bob)).toMatchObject({ body: 'Text 2' });
  });

  it('tells of nothing that still waited when its conversation was muted', async () => {
    application.arrive(incoming(bob, 1));
    application.arrive(incoming(bob, 2), 2);
    const muted = summary(bob, { unread: 2, muted: true });
    application.events.raise({ kind: 'conversation', conversation: muted });
    await clock.advance(2_000);
    expect(board.shown).toHaveLength(1);
  });
});

describe('a link', () => {
  it('opens the conversation of its address with its text as a draft, and sends nothing', async () => {
    await signIn();
    expect(await desk.openings.followArguments(['/app', 'sip:bob@example.com?body=Hi'])).toBe(true);
    expect(application.done).toEqual([['start', 'sip:bob@example.com']]);
    expect(wanted).toEqual([{ kind: 'conversation', conversationId: bob, draft: 'Hi' }]);
  });

  it('waits for the sign-in', async () => {
    await desk.openings.followArguments(['sip:carol@example.com']);
    await desk.openings.followArguments(['im:bob@example.com']);
    expect(application.done).toEqual([]);
    await signIn();
    expect(application.done).toEqual([['start', 'sip:bob@example.com']]);
    expect(wanted).toEqual([{ kind: 'conversation', conversationId: bob, draft: null }]);
  });

  it('says so when it leads nowhere', async () => {
    await desk.openings.followArguments([`sip:${'x'.repeat(200)}`]);
    await signIn();
    application.refusal = new CommandError({ code: 'own-address' });
    await desk.openings.followArguments(['sip:alice@example.com']);
    application.refusal = new CommandError({ code: 'internal', detail: '' });
    await desk.openings.followArguments(['sip:bob@example.com']);
    expect(await desk.openings.followArguments(['--hidden'])).toBe(false);
    expect(wanted).toEqual([
      { kind: 'bad-link', link: `sip:${'x'.repeat(96)}…`, problem: 'address' },
      { kind: 'bad-link', link: 'sip:alice@example.com', problem: 'own-address' },
      { kind: 'bad-link', link: 'sip:bob@example.com', problem: 'failed' },
    ]);
  });
});
