import { describe, expect, it } from 'vitest';
import { TypedEvent } from '../../../shared/model/event.ts';

describe('TypedEvent', () => {
  it('calls listeners in order until they unsubscribe', () => {
    const event = new TypedEvent<number>();
    const heard: string[] = [];
    const leave = event.subscribe((value) => heard.push(`a${String(value)}`));
    event.subscribe((value) => heard.push(`b${String(value)}`));
    event.raise(1);
    leave();
    leave();
    event.raise(2);
    expect(heard).toEqual(['a1', 'b1', 'b2']);
  });

  it('lets one function listen twice and leave once', () => {
    const event = new TypedEvent<null>();
    let calls = 0;
    const listener = (): void => {
      calls += 1;
    };
    const leave = event.subscribe(listener);
    event.subscribe(listener);
    leave();
    event.raise(null);
    expect(calls).toBe(1);
    expect(event.size).toBe(1);
  });

  it('is not silenced by a listener that throws', () => {
    const event = new TypedEvent<null>();
    let heard = false;
    event.subscribe(() => {
      throw new Error('first');
    });
    event.subscribe(() => {
      heard = true;
    });
    expect(() => {
      event.raise(null);
    }).toThrow('first');
    expect(heard).toBe(true);
  });
});
