import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Bridge } from '../../../renderer/bridge/bridge.ts';
import { Composer } from '../../../renderer/state/composer.svelte.ts';
import type { CommandInput, CommandName, CommandResult } from '../../../shared/contract/commands.ts';
import { fail, succeed } from '../../../shared/model/result.ts';
import { FakeClock, settled } from '../../support/fake-clock.ts';
import { conversationWith, messageIn } from '../../support/window/samples.ts';

const conversations = [
  conversationWith('bob@example.com', 'Bob'),
  conversationWith('carol@example.com', null),
];

/** A main process that keeps drafts and messages, and answers when the test says so. */
class KeepingMain implements Bridge {
  readonly drafts = new Map<string, string>();
  readonly sent = new Map<string, string[]>(conversations.map(({ id }) => [id, []]));
  readonly #unanswered: (() => void)[] = [];
  refuses = false;

  async invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResult<N>> {
    const answer = this.#take(name, input) as CommandResult<N>;
    await new Promise<void>((resolve) => this.#unanswered.push(resolve));
    return answer;
  }

  subscribe() {
    return () => undefined;
  }

  answer(): void {
    for (const resolve of this.#unanswered.splice(0)) resolve();
  }

  #take(name: CommandName, input: unknown): unknown {
    if (name === 'saveDraft') {
      const { conversationId, draft } = input as CommandInput<'saveDraft'>;
      if (draft === null) this.drafts.delete(conversationId);
      else this.drafts.set(conversationId, draft.text);
    } else if (name === 'sendMessage') {
      const { conversationId, text, fromDraft } = input as CommandInput<'sendMessage'>;
      if (this.refuses) return fail({ code: 'internal', detail: 'refused' });
      if (fromDraft === true) this.drafts.delete(conversationId);
      this.sent.get(conversationId)?.push(text);
      const conversation = conversations.find(({ id }) => id === conversationId);
      if (conversation === undefined) throw new Error('A text came to a conversation that is not there');
      return succeed(messageIn(conversation, { text, sequence: 1, receipt: 'queued' }));
    }
    return succeed({});
  }
}

const which = fc.integer({ min: 0, max: conversations.length - 1 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('type'), which }),
  fc.record({ kind: fc.constantFrom('send', 'refuse'), which }),
  fc.record({ kind: fc.constantFrom('answer', 'second'), which }),
);

it('keeps every draft within a second, in its conversation, and neither loses nor doubles what was sent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const main = new KeepingMain();
      const clock = new FakeClock();
      const composer = new Composer(main, clock, () => undefined);
      let written = 0;
      for (const { kind, which: at } of steps) {
        const id = conversations[at]?.id;
        if (id === undefined) continue;
        if (kind === 'type') {
          written += 1;
          composer.type(id, `${composer.draft(id)} <${String(at)}:${String(written)}>`);
        } else if (kind === 'send' || kind === 'refuse') {
          main.refuses = kind === 'refuse';
          void composer.send(
            id,
            () => undefined,
            () => null,
          );
        } else if (kind === 'answer') {
          main.answer();
          await settled();
        } else {
          // A store answers within the second, too.
          main.answer();
          await settled();
          await clock.advance(1_000);
          for (const each of conversations) {
            expect(main.drafts.get(each.id) ?? '').toBe(composer.draft(each.id));
          }
        }
      }
      main.answer();
      await settled();
      await clock.advance(1_000);
      // Whatever happened: each piece is in its own conversation, once, as sent or as draft.
      const pieces = conversations.map(
        ({ id }) => `${(main.sent.get(id) ?? []).join(' ')} ${main.drafts.get(id) ?? ''}`,
      );
      for (let number = 1; number <= written; number += 1) {
        const found = pieces.flatMap((text, at) =>
          [...text.matchAll(new RegExp(`<(\\d):${String(number)}>`, 'g'))].map(([, of]) => [String(at), of]),
        );
        expect(found).toHaveLength(1);
        expect(found[0]?.[0]).toBe(found[0]?.[1]);
      }
    }),
  );
});
