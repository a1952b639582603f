import type { CommandArguments, CommandName, CommandOutput } from '../../shared/contract/commands.ts';

/** What does each command of the window. The snapshot is the root's own: it knows the number of the last event. */
export type CommandHandlers = {
  readonly [N in Exclude<CommandName, 'snapshot'>]: (input: CommandArguments<N>) => Promise<CommandOutput<N>>;
};
