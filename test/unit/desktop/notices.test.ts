import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NoticeMark } from '../../../main/desktop/notice.ts';
import type { Arrival, Circumstances } from '../../../main/desktop/notice-rules.ts';
import { Notices } from '../../../main/desktop/notices.ts';
import { desktopWords } from '../../../main/desktop/text/words.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeBoard, incoming, newConversationId } from './board.ts';

const bob = newConversationId();
const carol = newConversationId();

let clock: FakeClock;
let board: FakeBoard;
let kept: NoticeMark[];
let now: { -readonly [K in keyof Omit<Circumstances, 'now'>]: Circumstances[K] };
let notices: Notices;

const start = (mark: NoticeMark): Notices => {
  const made = new Notices({
    board,
    clock,
    words: () => desktopWords.en,
    circumstances: () => ({ ...now, now: clock.now() }),
  });
  made.begin(mark, (moved) => {
    kept.push(moved);
  });
  return made;
};
beforeEach(() => {
  clock = new FakeClock();
  board = new FakeBoard();
  kept = [];
  now = {
    locked: false,
    hideWhenLocked: true,
    viewing: null,
    show: true,
    content: 'text',
    sound: true,
    quietUntil: 0,
  };
  notices = start({ sequence: 10, at: 0 });
});

const arrival = (
  id: Arrival['message']['conversationId'],
  sequence: number,
  rest: Partial<Arrival> = {},
): Arrival => ({
  message: incoming(id, sequence),
  name: 'Bob',
  muted: false,
  mentioned: false,
  ...rest,
});

describe('a message that arrives', () => {
  it('is told of with sender and text, after the mark has been kept', () => {
    notices.arrived(arrival(bob, 11));
    expect(board.shown).toEqual([
      { conversationId: bob, title: 'Bob', body: 'Text 11', silent: false, reply: 'Reply to Bob' },
    ]);
    expect(kept).toEqual([{ sequence: 11, at: 1_011 }]);
  });

  it('is told of once, however often it comes, and what is older than the mark never', async () => {
    const message = arrival(bob, 11);
    notices.arrived(message);
    notices.arrived(message);
    notices.arrived(arrival(bob, 10));
    await clock.advance(60_000);
    expect(board.shown).toHaveLength(1);
  });

  it('waits a moment behind another of its conversation, and comes with it, without a second ring', async () => {
    notices.arrived(arrival(bob, 11));
    notices.arrived(arrival(bob, 12));
    notices.arrived(arrival(carol, 13, { name: 'Carol' }));
    notices.arrived(arrival(bob, 14));
    expect(board.shown.map(({ title }) => title)).toEqual(['Bob', 'Carol']);
    await clock.advance(1_500);
    expect(board.shown.at(-1)).toMatchObject({
      title: 'Bob (3)',
      body: 'Text 11\nText 12\nText 14',
      silent: true,
    });
    await clock.advance(60_000);
    notices.arrived(arrival(bob, 15));
    expect(board.shown.at(-1)).toMatchObject({ title: 'Bob (4)', silent: false });
  });

  it('is not told of when it was seen or read while it waited', async () => {
    notices.arrived(arrival(bob, 11));
    notices.arrived(arrival(bob, 12));
    now.viewing = bob;
    notices.close(bob);
    notices.arrived(arrival(carol, 13));
    notices.arrived(arrival(carol, 14));
    notices.read(carol, 14);
    await clock.advance(5_000);
    expect(board.shown).toHaveLength(2);
    expect(board.up.size).toBe(0);
  });

  it('is told of though the notification before it was put away meanwhile', async () => {
    notices.arrived(arrival(bob, 11));
    notices.arrived(arrival(bob, 12));
    board.dismiss(bob);
    await clock.advance(1_500);
    expect(board.up.get(bob)).toMatchObject({ title: 'Bob', body: 'Text 12' });
  });

  it('does not wait for a clock that was set back meanwhile, and rings', () => {
    notices.arrived(arrival(bob, 11));
    clock.set(clock.now() - 3_600_000);
    notices.arrived(arrival(bob, 12));
    expect(board.shown.at(-1)).toMatchObject({ title: 'Bob (2)', silent: false });
  });

  it('is not told of when its conversation was muted while it waited, unless it names the user', async () => {
    notices.arrived(arrival(bob, 11));
    notices.arrived(arrival(bob, 12));
    notices.arrived(arrival(carol, 13));
    notices.arrived(arrival(carol, 14, { mentioned: true }));
    notices.mute(bob, true);
    notices.mute(carol, true);
    await clock.advance(1_500);
    expect(board.shown.map(({ body }) => body)).toEqual(['Text 11', 'Text 13', 'Text 13\nText 14']);
  });

  it('is told of though others of its conversation are deleted, and not when it is deleted itself', async () => {
    const [first, second, third] = [arrival(bob, 11), arrival(bob, 12), arrival(bob, 13)];
    for (const each of [first, second, third]) notices.arrived(each);
    notices.deleted(bob, [incoming(bob, 3).id]);
    expect(board.up.get(bob)).toMatchObject({ body: 'Text 11' });
    notices.deleted(bob, [second.message.id]);
    expect(board.up.get(bob)).toMatchObject({ body: 'Text 11' });
    await clock.advance(1_500);
    expect(board.up.get(bob)).toMatchObject({ title: 'Bob (2)', body: 'Text 11\nText 13' });
    notices.deleted(bob, [first.message.id]);
    expect(board.up.size).toBe(0);
  });

  it('leaves the notification until all of it is read', () => {
    notices.arrived(arrival(bob, 12));
    notices.read(bob, 11);
    expect(board.up.size).toBe(1);
    notices.read(bob, 12);
    expect(board.up.size).toBe(0);
  });
});

describe('nothing is told', () => {
  it.each<[string, () => Partial<Arrival>]>([
    [
      'of the conversation before the user’s eyes',
      () => {
        now.viewing = bob;
        return {};
      },
    ],
    [
      'when notifications are turned off',
      () => {
        now.show = false;
        return {};
      },
    ],
    [
      'to somebody who is not to be disturbed',
      () => {
        now.quietUntil = clock.now() + 1;
        return {};
      },
    ],
    ['of a muted conversation', () => ({ muted: true })],
    [
      'of a mention to somebody who is not to be disturbed',
      () => {
        now.quietUntil = Number.MAX_SAFE_INTEGER;
        return { muted: true, mentioned: true };
      },
    ],
  ])('%s, and it is not made up for', async (_name, prepare) => {
    notices.arrived(arrival(bob, 11, prepare()));
    await clock.advance(60_000);
    now = {
      locked: false,
      hideWhenLocked: true,
      viewing: null,
      show: true,
      content: 'text',
      sound: true,
      quietUntil: 0,
    };
    notices.arrived(arrival(bob, 11));
    expect(board.shown).toEqual([]);
    notices.flush();
    expect(kept).toEqual([{ sequence: 11, at: 1_011 }]);
  });

  it('of what the user wrote', () => {
    notices.arrived(arrival(bob, 11, { message: incoming(bob, 11, { direction: 'outgoing' }) }));
    expect(board.shown).toEqual([]);
  });
});

describe('what it says', () => {
  it('is the sender only, or only that there is something, as set', () => {
    now.content = 'sender';
    notices.arrived(arrival(bob, 11));
    now.content = 'nothing';
    notices.arrived(arrival(carol, 12));
    expect(board.shown).toMatchObject([
      { title: 'Bob', body: 'New message', reply: 'Reply to Bob' },
      { title: 'Parley', body: 'New message', reply: null },
    ]);
  });

  it('is no name and no text while the screen is locked', () => {
    now.locked = true;
    notices.arrived(arrival(bob, 11));
    expect(board.shown).toMatchObject([{ title: 'Parley', body: 'New message', reply: null }]);
  });

  it('makes no sound when that is off, and rings for a mention in a muted conversation', () => {
    now.sound = false;
    notices.arrived(arrival(bob, 11, { muted: true, mentioned: true }));
    expect(board.shown).toMatchObject([{ silent: true }]);
  });

  it('is cut where it is long, and of many messages the newest', async () => {
    notices.arrived(arrival(bob, 11, { message: incoming(bob, 11, { text: `${'x'.repeat(238)}😀😀` }) }));
    expect(board.shown[0]?.body).toBe(`${'x'.repeat(238)}…`);
    for (let sequence = 12; sequence < 32; sequence += 1) {
      notices.arrived(
        arrival(bob, sequence, { message: incoming(bob, sequence, { text: `a\n\n${String(sequence)}` }) }),
      );
    }
    await clock.advance(1_500);
    expect(board.shown[1]).toMatchObject({ title: 'Bob (21)', body: 'a 28\na 29\na 30\na 31' });
  });
});

/** A history of a profile: arrivals in any order and number, with crashes, restarts, reads and views between them. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('arrive' as const), index: fc.nat(19) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('dismiss' as const), index: fc.nat(1) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), time: fc.integer({ min: 1, max: 3_000 }) }),
  },
);

it('tells of no message twice, whatever the order of arrivals, repeats, crashes and restarts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      clock = new FakeClock();
      kept = [{ sequence: 0, at: 0 }];
      const messages = Array.from({ length: 20 }, (_, index) =>
        incoming(index % 3 === 0 ? carol : bob, index + 1, { text: `<${String(index + 1)}>` }),
      );
      /** By message, in how many notifications it was new. */
      const rung = new Map<string, number>();
      let before: { [id: string]: string } = {};
      const arrived = new Set<number>();
      const life = (): Notices => {
        board = new FakeBoard();
        before = {};
        const show = board.show.bind(board);
        board.show = (notice) => {
          show(notice);
          const old = before[notice.conversationId] ?? '';
          for (const [text] of notice.body.matchAll(/<\d+>/g)) {
            if (!old.includes(text)) rung.set(text, (rung.get(text) ?? 0) + 1);
          }
          before[notice.conversationId] = notice.body;
        };
        return start(kept.at(-1) ?? { sequence: 0, at: 0 });
      };
      let current = life();
      for (const each of steps) {
        const message = each.kind === 'arrive' ? messages[each.index] : undefined;
        if (message !== undefined) {
          arrived.add(message.sequence);
          current.arrived({ message, name: 'Bob', muted: false, mentioned: false });
        } else if (each.kind === 'wait') {
          await clock.advance(each.time);
        } else if (each.kind === 'dismiss') {
          const id = each.index === 0 ? bob : carol;
          board.dismiss(id);
          before = { ...before, [id]: '' };
        } else if (each.kind === 'crash') {
          // The timers go with the process. What the store has and nobody read comes again at the next start.
          clock = new FakeClock(clock.now());
          current = life();
          for (const { sequence, ...rest } of messages) {
            if (!arrived.has(sequence)) continue;
            current.arrived({ message: { sequence, ...rest }, name: 'Bob', muted: false, mentioned: false });
          }
        }
      }
      for (const [text, times] of rung) expect({ text, times }).toEqual({ text, times: 1 });
    }),
    { numRuns: 300 },
  );
});

it('tells of every message exactly once when nothing crashes, in whatever order they come', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(
        Array.from({ length: 12 }, (_, index) => index + 1),
        { minLength: 1 },
      ),
      fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 12, maxLength: 12 }),
      async (order, waits) => {
        clock = new FakeClock();
        board = new FakeBoard();
        notices = start({ sequence: 0, at: 0 });
        for (const [index, sequence] of order.entries()) {
          notices.arrived(arrival(bob, sequence));
          notices.arrived(arrival(bob, sequence));
          await clock.advance(waits[index] ?? 0);
        }
        await clock.advance(2_000);
        expect(notices.told(bob)?.count).toBe(order.length);
      },
    ),
    { numRuns: 200 },
  );
});
