import type { CommandArguments, CommandName, CommandOutput } from '../../shared/contract/commands.ts';

/** Commands of the root's own: it knows the number of the last event, and what ends the application. */
export type RootCommand = 'snapshot' | 'quit';

/** What does each command of the window. */
export type CommandHandlers = {
  readonly [N in Exclude<CommandName, RootCommand>]: (
    input: CommandArguments<N>,
  ) => Promise<CommandOutput<N>>;
};
