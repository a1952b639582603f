import { expect, it, vi } from 'vitest';
import { Rest } from '../../../main/store/rest.ts';

function restOf(): { rest: Rest; task: () => void; passWhile: () => number } {
  const waiting = new Set<() => void>();
  const task = vi.fn<() => void>();
  const rest = new Rest(task, (then) => {
    waiting.add(then);
    return () => waiting.delete(then);
  });
  const passWhile = (): number => {
    for (const then of [...waiting]) {
      waiting.delete(then);
      then();
    }
    return waiting.size;
  };
  return { rest, task, passWhile };
}

it('waits for a while in which nothing happens, and then for nothing', () => {
  const { rest, task, passWhile } = restOf();
  rest.stir();
  rest.stir();
  expect(passWhile()).toBe(1);
  expect(task).not.toHaveBeenCalled();
  expect(passWhile()).toBe(0);
  expect(task).toHaveBeenCalledOnce();
  expect(passWhile()).toBe(0);
});

it('waits anew after each rest', () => {
  const { rest, task, passWhile } = restOf();
  rest.stir();
  passWhile();
  rest.stir();
  passWhile();
  expect(task).toHaveBeenCalledTimes(2);
});

it('is called off by its end', () => {
  const { rest, task, passWhile } = restOf();
  rest.stir();
  rest.end();
  expect(passWhile()).toBe(0);
  expect(task).not.toHaveBeenCalled();
});
