import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../../main/log/log.ts';
import { ElectronNotices } from '../../../main/shell/electron-notices.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { newConversationId } from '../desktop/board.ts';

/** What the system was given, oldest first. */
const posted = vi.hoisted((): (EventEmitter & { withdrawn: boolean })[] => []);

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  return {
    Notification: class extends Emitter {
      static isSupported = (): boolean => true;
      withdrawn = false;
      show(): void {
        posted.push(this);
      }
      close(): void {
        this.withdrawn = true;
      }
    },
  };
});

const bob = newConversationId();
let notices: ElectronNotices;
let clicked: ConversationId[];
let dismissed: ConversationId[];

beforeEach(() => {
  posted.length = 0;
  clicked = [];
  dismissed = [];
  notices = new ElectronNotices({ readsMarkup: () => false, log: silentLog });
  notices.clicked.subscribe((id) => clicked.push(id));
  notices.dismissed.subscribe((id) => dismissed.push(id));
  notices.show({ conversationId: bob, title: 'Bob', body: 'Hi', silent: false, reply: null });
});

describe('a notification that has left the screen of Windows for its notification centre', () => {
  beforeEach(() => {
    posted[0]?.emit('close', { reason: 'timedOut' });
  });

  it('still leads to its conversation', () => {
    posted[0]?.emit('click');
    expect(clicked).toEqual([bob]);
    expect(dismissed).toEqual([]);
  });

  it('is withdrawn when its conversation is read', () => {
    notices.close(bob);
    expect(posted[0]?.withdrawn).toBe(true);
  });

  it('gives way to the next one of its conversation', () => {
    notices.show({ conversationId: bob, title: 'Bob (2)', body: 'Hi', silent: true, reply: null });
    expect(posted.map(({ withdrawn }) => withdrawn)).toEqual([true, false]);
  });
});

it.each([{ reason: 'userCanceled' }, {}])('a notification that somebody put away is gone: %o', (details) => {
  posted[0]?.emit('close', details);
  expect(dismissed).toEqual([bob]);
});
