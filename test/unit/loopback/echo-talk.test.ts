import { describe, expect, it } from 'vitest';
import { answerTo, EchoTalk, typingTime } from '../../../main/loopback/echo-talk.ts';
import { TurnedClock } from './harness.ts';

function talk(send: (text: string) => Promise<void> = () => Promise.resolve()): {
  clock: TurnedClock;
  happened: string[];
  echo: EchoTalk;
  settle: () => Promise<void>;
} {
  const clock = new TurnedClock();
  const happened: string[] = [];
  const actions = {
    compose: () => happened.push('composing'),
    send: (text: string) => {
      happened.push(text);
      return send(text);
    },
  };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { clock, happened, echo: new EchoTalk(clock, actions, () => false), settle };
}

describe('Echo', () => {
  it('explains itself in its first answer and shows the text back', () => {
    expect(answerTo('hi', true)).toMatch(/^Hello, I am Echo, .*\nYou said: hi$/);
    expect(answerTo('hi', false)).toBe('You said: hi');
    expect(answerTo(null, false)).toMatch(/plain text/);
    expect([...answerTo('👋'.repeat(5000), false)]).toHaveLength(4011);
  });

  it('types for a good second, then answers', async () => {
    const { clock, happened, echo, settle } = talk();
    echo.receive('hi');
    expect(happened).toEqual(['composing']);
    clock.turn(typingTime('hi') - 1);
    expect(happened).toEqual(['composing']);
    clock.turn(1);
    await settle();
    expect(happened).toEqual(['composing', 'You said: hi']);
    expect(clock.waiting).toBe(0);
  });

  it('keeps typing over the three seconds of the flow for long texts', () => {
    const { clock, happened, echo } = talk();
    const text = 'x'.repeat(1000);
    expect(typingTime(text)).toBe(6000);
    echo.receive(text);
    clock.turn(5999);
    expect(happened).toEqual(['composing', 'composing', 'composing']);
  });

  it('answers one after the other, also when an answer fails', async () => {
    const { clock, happened, echo, settle } = talk(() => Promise.reject(new Error('refused')));
    echo.receive('one');
    echo.receive('two');
    clock.turn(10_000);
    await settle();
    clock.turn(10_000);
    await settle();
    expect(happened).toEqual(['composing', 'You said: one', 'composing', 'You said: two']);
  });

  it('owns up to texts that were too many', async () => {
    const { clock, happened, echo, settle } = talk();
    for (let index = 0; index < 20; index += 1) echo.receive(String(index));
    for (let index = 0; index < 20; index += 1) {
      clock.turn(10_000);
      await settle();
    }
    const answers = happened.filter((entry) => entry !== 'composing');
    expect(answers).toHaveLength(18);
    expect(answers.at(-1)).toMatch(/3 more/);
  });

  it('is silent once the conversation ended', () => {
    const { clock, happened, echo } = talk();
    echo.receive('hi');
    echo.end();
    clock.turn(10_000);
    echo.receive('again');
    expect(happened).toEqual(['composing']);
    expect(clock.waiting).toBe(0);
  });
});
