import { describe, expect, it } from 'vitest';
import type { ConnectionState, ServerLocation } from '../../../shared/model/connection.ts';
import { ConnectionNews } from '../../../renderer/state/connection-news.ts';

const server: ServerLocation = { transport: 'tcp', host: 'sip.example.com', port: 5060, path: '/' };
const connecting: ConnectionState = { kind: 'connecting', server };
const registered: ConnectionState = { kind: 'registered', server };
const failed = (code: 'no-answer' | 'lost', retryAt: number): ConnectionState => ({
  kind: 'failed',
  server,
  failure: { code, status: null, detail: '' },
  retryAt,
});

/** Which of them are told. */
const told = (news: ConnectionNews, states: readonly ConnectionState[]): number[] =>
  states.flatMap((each, at) => (news.take(each) ? [at] : []));

describe('the news of the connection', () => {
  it('are a failure once, through any number of tries', () => {
    const rounds = Array.from({ length: 20 }, (_, at) => [connecting, failed('no-answer', at)]).flat();
    expect(told(new ConnectionNews(), [registered, ...rounds, registered])).toEqual([0, 1, 2, 41]);
  });

  it('are another failure, and the same one after the connection was back', () => {
    const states = [
      failed('lost', 1),
      connecting,
      failed('no-answer', 2),
      registered,
      failed('no-answer', 3),
    ];
    expect(told(new ConnectionNews(), states)).toEqual([0, 2, 3, 4]);
  });

  it('are told anew to who asked for a try', () => {
    const news = new ConnectionNews();
    expect(told(news, [failed('lost', 1), connecting, failed('lost', 2)])).toEqual([0]);
    news.forget();
    expect(told(news, [connecting, failed('lost', 3), connecting, failed('lost', 4)])).toEqual([0, 1]);
  });
});
