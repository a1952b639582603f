import type * as v from 'valibot';
import type { Result } from '../model/result.ts';
import { archiveCommands } from './command/archive.ts';
import { conversationCommands } from './command/conversation.ts';
import { desktopCommands } from './command/desktop.ts';
import { historyCommands } from './command/history.ts';
import { installationCommands } from './command/installation.ts';
import { messageCommands } from './command/message.ts';
import { outboxCommands } from './command/outbox.ts';
import { sessionCommands } from './command/session.ts';
import { settingsCommands } from './command/settings.ts';
import { storageCommands } from './command/storage.ts';
import type { Failure } from './failure.ts';

/** Every command of the window to the main process: what goes in, what comes out. Failures are `Failure`. */
export const commands = {
  ...sessionCommands,
  ...settingsCommands,
  ...conversationCommands,
  ...historyCommands,
  ...messageCommands,
  ...outboxCommands,
  ...installationCommands,
  ...archiveCommands,
  ...storageCommands,
  ...desktopCommands,
} as const;

export type CommandName = keyof typeof commands;
export type CommandInput<N extends CommandName> = v.InferInput<(typeof commands)[N]['input']>;
/** The input after validation, as a handler receives it. */
export type CommandArguments<N extends CommandName> = v.InferOutput<(typeof commands)[N]['input']>;
export type CommandOutput<N extends CommandName> = v.InferOutput<(typeof commands)[N]['output']>;
export type CommandResult<N extends CommandName> = Result<CommandOutput<N>, Failure>;
