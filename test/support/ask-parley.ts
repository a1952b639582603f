import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Page } from 'playwright-core';
import { bridgeGlobal } from '../../shared/contract/channels.ts';
import type { CommandInput, CommandName } from '../../shared/contract/commands.ts';
import { ConversationId, MessageId } from '../../shared/model/ids.ts';

/** What the preload gives, called from the page as the renderer calls it, all at once; the Results in their order. */
export function askParley<N extends CommandName>(
  page: Page,
  name: N,
  ...inputs: readonly CommandInput<N>[]
): Promise<readonly { readonly ok: boolean }[]> {
  return page.evaluate(
    async ([global, wanted, texts]) => {
      const bridge = Reflect.get(globalThis, global) as {
        invoke(name: string, input: string): Promise<string>;
      };
      const answers = await Promise.all(texts.map(async (text) => bridge.invoke(wanted, text)));
      return answers.map((answer) => JSON.parse(answer) as { readonly ok: boolean });
    },
    [bridgeGlobal, name, inputs.map((input) => JSON.stringify(input))] as const,
  );
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
