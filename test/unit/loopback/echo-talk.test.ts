import { describe, expect, it } from 'vitest';
import { answerTo, EchoTalk, typingTime } from '../../../main/loopback/echo-talk.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function talk(send: (text: string) => Promise<void> = () => Promise.resolve()): {
  clock: FakeClock;
  happened: string[];
  echo: EchoTalk;
} {
  const clock = new FakeClock();
  const happened: string[] = [];
  const actions = {
    compose: () => happened.push('composing'),
    send: (text: string) => {
      happened.push(text);
      return send(text);
    },
  };
  return { clock, happened, echo: new EchoTalk(clock, actions, () => false) };
}

describe('Echo', () => {
  it('explains itself in its first answer and shows the text back', () => {
    expect(answerTo('hi', true)).toMatch(/^Hello, I am Echo, .*\nYou said: hi$/);
    expect(answerTo('hi', false)).toBe('You said: hi');
    expect(answerTo(null, false)).toMatch(/plain text/);
    expect([...answerTo('👋'.repeat(5000), false)]).toHaveLength(4011);
  });

  it('types for a good second, then answers', async () => {
    const { clock, happened, echo } = talk();
    echo.receive('hi');
    expect(happened).toEqual(['composing']);
    await clock.advance(typingTime('hi') - 1);
    expect(happened).toEqual(['composing']);
    await clock.advance(1);
    expect(happened).toEqual(['composing', 'You said: hi']);
    expect(clock.pending).toBe(0);
  });

  it('keeps typing over the three seconds of the flow for long texts', async () => {
    const { clock, happened, echo } = talk();
    const text = 'x'.repeat(1000);
    expect(typingTime(text)).toBe(6000);
    echo.receive(text);
    await clock.advance(5999);
    expect(happened).toEqual(['composing', 'composing', 'composing']);
  });

  it('answers one after the other, also when an answer fails', async () => {
    const { clock, happened, echo } = talk(() => Promise.reject(new Error('refused')));
    echo.receive('one');
    echo.receive('two');
    await clock.advance(10_000);
    await clock.advance(10_000);
    expect(happened).toEqual(['composing', 'You said: one', 'composing', 'You said: two']);
  });

  it('owns up to texts that were too many', async () => {
    const { clock, happened, echo } = talk();
    for (let index = 0; index < 20; index += 1) echo.receive(String(index));
    for (let index = 0; index < 20; index += 1) {
      await clock.advance(10_000);
    }
    const answers = happened.filter((entry) => entry !== 'composing');
    expect(answers).toHaveLength(18);
    expect(answers.at(-1)).toMatch(/3 more/);
  });

  it('is silent once the conversation ended', async () => {
    const { clock, happened, echo } = talk();
    echo.receive('hi');
    echo.end();
    await clock.advance(10_000);
    echo.receive('again');
    expect(happened).toEqual(['composing']);
    expect(clock.pending).toBe(0);
  });
});
