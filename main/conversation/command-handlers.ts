import type { DesktopCommandName } from '../../shared/contract/command/desktop.ts';
import type { CommandArguments, CommandName, CommandOutput } from '../../shared/contract/commands.ts';

/** Commands of the root's own: it knows the number of the last event, what ends the application, and what is installed. */
export type RootCommand =
  | 'snapshot'
  | 'quit'
  | 'installation'
  | 'openFolder'
  | 'licences'
  | 'spelling'
  | 'linkHandling'
  | 'handleLinks';

type HandlersOf<Name extends CommandName> = {
  readonly [N in Name]: (input: CommandArguments<N>) => Promise<CommandOutput<N>>;
};

/** What does each command of the window. */
export type CommandHandlers = HandlersOf<Exclude<CommandName, RootCommand>>;
export type AllHandlers = HandlersOf<CommandName>;

/** What the application does; the rest is the desktop's. */
export type MessengerCommands = Omit<CommandHandlers, DesktopCommandName>;
