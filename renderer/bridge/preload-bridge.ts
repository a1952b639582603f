import * as v from 'valibot';
import type { PreloadBridge } from '../../shared/contract/channels.ts';
import {
  commands,
  type CommandInput,
  type CommandName,
  type CommandResult,
} from '../../shared/contract/commands.ts';
import { EventBatch } from '../../shared/contract/events.ts';
import { Failure } from '../../shared/contract/failure.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import { parseJson } from '../../shared/model/json.ts';
import { fail } from '../../shared/model/result.ts';
import type { Bridge } from './bridge.ts';

const Answer = v.variant('ok', [
  v.object({ ok: v.literal(true), value: v.unknown() }),
  v.object({ ok: v.literal(false), failure: Failure }),
]);

const internal = (detail: string): { readonly ok: false; readonly failure: Failure } =>
  fail({ code: 'internal', detail });

/** Speaks to the main process through what the preload offers, and believes nothing unseen. */
export class PreloadClient implements Bridge {
  readonly #preload: PreloadBridge;

  constructor(preload: PreloadBridge) {
    this.#preload = preload;
  }

  async invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResult<N>> {
    let answer: unknown;
    try {
      answer = parseJson(await this.#preload.invoke(name, JSON.stringify(input)));
    } catch (error) {
      return internal(`${name} was not answered: ${String(error)}`);
    }
    const parsed = v.safeParse(Answer, answer);
    if (!parsed.success)
      return internal(`The answer to ${name} is not a result: ${v.summarize(parsed.issues)}`);
    if (!parsed.output.ok) return fail(parsed.output.failure);
    const value = v.safeParse(commands[name].output, parsed.output.value);
    if (!value.success) return internal(`The answer to ${name} is malformed: ${v.summarize(value.issues)}`);
    return { ok: true, value: value.output };
  }

  /** A batch that is malformed is dropped: its numbers are then missing, and the window asks for a snapshot. */
  subscribe(listener: (batch: EventBatch) => void): Unsubscribe {
    return this.#preload.subscribe((batch) => {
      const parsed = v.safeParse(EventBatch, parseJson(batch));
      if (parsed.success) listener(parsed.output);
    });
  }
}
