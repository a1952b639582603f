import type { CommandInput, CommandName, CommandResult } from '../../shared/contract/commands.ts';
import type { EventBatch } from '../../shared/contract/events.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';

/** The window's only way to the main process. `invoke` never rejects: what goes wrong is a Failure. */
export interface Bridge {
  invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResult<N>>;
  subscribe(listener: (batch: EventBatch) => void): Unsubscribe;
}
