import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { Page } from 'playwright-core';
import { bridgeGlobal } from '../../shared/contract/channels.ts';
import type { CommandInput, CommandName } from '../../shared/contract/commands.ts';
import { ConversationId, MessageId } from '../../shared/model/ids.ts';

/** By then everything is answered, milliseconds, even where a computer is busy with much else. */
const patience = 60_000;

/** What the preload gives, called from the page as the renderer calls it, all at once; the Results in their order. */
export async function askParley<N extends CommandName>(
  page: Page,
  name: N,
  ...inputs: readonly CommandInput<N>[]
): Promise<readonly { readonly ok: boolean }[]> {
  // Playwright waits for ever, and a test that only runs out of time does not say for what.
  const asked = page.evaluate(
    async ([global, wanted, texts, most]) => {
      const bridge = Reflect.get(globalThis, global) as {
        invoke(name: string, input: string): Promise<string>;
      };
      let answered = 0;
      const all = texts.map(async (text) => {
        const answer = await bridge.invoke(wanted, text);
        answered += 1;
        return answer;
      });
      const late = new Promise<never>((_, reject) => {
        setTimeout(() => {
          reject(new Error(`${String(answered)} of ${String(texts.length)} ${wanted} were answered`));
        }, most);
      });
      const answers = await Promise.race([Promise.all(all), late]);
      return answers.map((answer) => JSON.parse(answer) as { readonly ok: boolean });
    },
    [bridgeGlobal, name, inputs.map((input) => JSON.stringify(input)), patience] as const,
  );
  const silent = sleep(patience + 5_000, null, { ref: false }).then(() => {
    throw new Error(`The window does nothing any more: it was asked for ${name}`);
  });
  return Promise.race([asked, silent]);
}

/** Sends as the composer does, without the typing. */
export async function sendMany(page: Page, conversationId: string, texts: readonly string[]): Promise<void> {
  const inputs = texts.map((text) => ({
    id: v.parse(MessageId, randomUUID()),
    conversationId: v.parse(ConversationId, conversationId),
    text,
  }));
  const answers = await askParley(page, 'sendMessage', ...inputs);
  if (answers.some(({ ok }) => !ok)) throw new Error('Not sent');
}
