import * as v from 'valibot';
import { commands, type CommandName } from '../../shared/contract/commands.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import { fail, succeed, type Result } from '../../shared/model/result.ts';
import { failureOf } from '../conversation/failure-error.ts';
import type { AllHandlers } from '../conversation/command-handlers.ts';
import type { Log } from '../log/log.ts';

/** What is known of the frame that calls. */
export interface Sender {
  readonly url: string;
  readonly isMainFrame: boolean;
  /** It belongs to a window that Parley made. */
  readonly isOwnWindow: boolean;
}

/** What the shell needs of this room: one function behind one channel. */
export interface CommandEndpoint {
  /** Never rejects; answers a Result as plain data. */
  invoke(sender: Sender, name: unknown, input: unknown): Promise<Result<unknown, Failure>>;
}

export interface CommandEndpointOptions {
  /** Only frames whose URL begins so may call, for instance `app://parley/`. */
  readonly trustedOrigin: string;
  readonly handlers: AllHandlers;
  readonly log: Log;
}

const isCommandName = (name: unknown): name is CommandName =>
  typeof name === 'string' && Object.hasOwn(commands, name);

/** Serves the contract: checks who calls, parses what comes in and what goes out, and answers with a closed Result. */
export function createCommandEndpoint({
  trustedOrigin,
  handlers,
  log,
}: CommandEndpointOptions): CommandEndpoint {
  return {
    async invoke(sender, name, input) {
      if (!sender.isMainFrame || !sender.isOwnWindow || !sender.url.startsWith(trustedOrigin)) {
        log.warn(
          { url: sender.url, mainFrame: sender.isMainFrame },
          'A command from a foreign frame was refused',
        );
        return fail({ code: 'invalid-input', detail: 'This frame may not call Parley.' });
      }
      if (!isCommandName(name)) return fail({ code: 'invalid-input', detail: 'There is no such command.' });
      const parsed = v.safeParse(commands[name].input, input);
      if (!parsed.success) {
        return fail({ code: 'invalid-input', detail: v.summarize(parsed.issues) });
      }
      try {
        // The table pairs each name with its own types; the schema above has checked the pair at run time.
        const handler = handlers[name] as (argument: unknown) => Promise<unknown>;
        const output: unknown = await handler(parsed.output);
        return succeed(v.parse(commands[name].output as v.GenericSchema, output));
      } catch (error) {
        const failure = failureOf(error);
        if (failure.code === 'internal') log.error({ error, command: name }, 'A command failed unexpectedly');
        return fail(failure);
      }
    },
  };
}
