import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { openWindow } from '../../support/window/open-window.ts';
import { conversationWith, messageIn } from '../../support/window/samples.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const bob = conversationWith('bob@example.com', 'Bob', { createdAt: noon });

const heightOf = (selector: string): number => {
  const found = document.querySelector(selector);
  if (found === null) throw new Error(`nothing is ${selector}`);
  return found.getBoundingClientRect().height;
};

/** From the top of the first message to the end of the last, CSS pixels. */
const heightOfMessages = (): number => {
  const boxes = [...document.querySelectorAll('article')].map((each) => each.getBoundingClientRect());
  return Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
};

test('the compact density shows more: messages, rows of the list, composer', async () => {
  const messages = ['Good morning', 'Are you there?', 'I am', 'What about lunch?', 'At noon', 'Fine'].map(
    (text, index) =>
      messageIn(bob, {
        text,
        sequence: index + 1,
        at: noon + index * 60_000,
        ...(index % 2 === 1 && { receipt: 'delivered' }),
      }),
  );
  const { main } = await openWindow((opened) => {
    opened.store(bob, messages);
  });
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button', { name: /^Bob/ }).click();
  await expect.element(page.getByRole('article').nth(5)).toBeVisible();
  const measured = () => ({
    messages: heightOfMessages(),
    row: heightOf('[role="listitem"]'),
    composer: heightOf('form:has(textarea)'),
  });
  const comfortable = measured();
  main.setSettings({ ...main.settings.values, 'appearance.density': 'compact' });
  await expect.poll(() => document.documentElement.dataset['density']).toBe('compact');
  const compact = measured();
  // The letters keep their size; what is between them gives way.
  expect(compact.messages / comfortable.messages).toBeLessThan(0.8);
  expect(compact.row / comfortable.row).toBeLessThan(0.9);
  expect(compact.composer / comfortable.composer).toBeLessThan(0.9);
});
